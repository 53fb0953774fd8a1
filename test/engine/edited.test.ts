/** What becomes of a citizen in the middle of a question whose own list, type or script an editor changes. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Content } from '../../src/content/content.ts'
import { makeContent } from '../support/files.ts'
import { type Talk, talk } from '../support/talk.ts'

const question = (options: string, type = 'choice') => `
- ask: colour
  type: ${type}
  text: Màu gì ạ?
  label: Màu
  ${type === 'choice' ? `options: { ${options} }` : ''}
- ask: metres
  type: number
  text: Dài mấy mét ạ?
  label: Chiều dài
- end: finished
`
const swatch = (steps: string): Promise<Content> => makeContent({ scripts: { swatch: steps } })
const told = 'Các câu hỏi vừa được cập nhật.'

async function asked(): Promise<Talk> {
  return talk(await swatch(question('red: Màu đỏ, blue: Màu xanh'))).tap('!start:swatch')
}

describe('an option put in above the others', () => {
  let edited: Content
  beforeAll(async () => {
    edited = await swatch(question('white: Màu trắng, red: Màu đỏ, blue: Màu xanh'))
  })

  it.each(['2', 'số 2', 'hai', 'cái thứ hai'])(
    '"%s" meant the list that was seen: it is asked again',
    async (text) => {
      const conversation = (await asked()).edit(edited).say(text)
      expect(conversation.words).toContain(told)
      expect(conversation.words).toContain('1. Màu trắng')
      expect(conversation.slots).toEqual({})
      expect(conversation.say('2').slots).toEqual({ colour: 'red' })
    },
  )

  it('words and buttons mean the same as before', async () => {
    for (const answer of ['màu xanh', 'xanh']) {
      expect((await asked()).edit(edited).say(answer).slots).toEqual({ colour: 'blue' })
    }
    expect((await asked()).edit(edited).tap('colour:blue').slots).toEqual({ colour: 'blue' })
  })
})

describe('an option taken out', () => {
  let edited: Content
  beforeAll(async () => {
    edited = await swatch(question('red: Màu đỏ, green: Màu lục'))
  })

  it('that is tapped is not taken, and what is offered now is shown', async () => {
    const conversation = (await asked()).edit(edited).tap('colour:blue')
    expect(conversation.slots).toEqual({})
    expect(conversation.words).toContain('2. Màu lục')
  })

  it('that had been answered is asked again', async () => {
    const conversation = (await asked()).say('màu xanh').edit(edited).say('3')
    expect(conversation.slots).toEqual({ metres: 3 })
    expect(conversation.at).toBe('colour')
  })
})

describe('a change that leaves the list as it was', () => {
  it('leaves its numbers as they were', async () => {
    const edited = await swatch(question('red: Màu đỏ thắm, blue: Màu xanh lơ'))
    expect((await asked()).edit(edited).say('2').slots).toEqual({ colour: 'blue' })
  })
})

describe('a question of another type under the same name', () => {
  it('does not take a number that was meant for a list', async () => {
    const conversation = (await asked()).edit(await swatch(question('', 'number'))).say('2')
    expect(conversation.slots).toEqual({})
    expect(conversation.words).toContain(told)
    expect(conversation.say('7').slots).toEqual({ colour: 7 })
  })
})

describe('a script taken away', () => {
  it('is said to be gone, and the menu is offered', async () => {
    const conversation = (await asked())
      .edit(await makeContent({ scripts: { other: '- end: done\n' } }))
      .say('2')
    expect(conversation.words).toContain('Phần hướng dẫn này vừa được thay đổi.')
    expect(conversation.words).toContain('Việc other')
    expect(conversation.frame).toBeUndefined()
  })
})

describe('a procedure taken away', () => {
  let other: Content
  beforeAll(async () => {
    other = await makeContent({ scripts: { ribbon: question('red: Màu đỏ, blue: Màu xanh') } })
  })
  const gone = 'Phần hướng dẫn này vừa được thay đổi.'

  it('is told to a citizen who was in the middle of it', async () => {
    expect((await asked()).edit(other).say('xin chào').words).toContain(gone)
  })

  it('is no matter to one who had finished: what is said is heard', async () => {
    const finished = (await asked()).tap('colour:red').say('3')
    expect(finished.at).toBe(null)
    const conversation = finished.edit(other).say('xin chào')
    expect(conversation.words).not.toContain(gone)
    expect(conversation.words).toContain('Dạ, bác cần làm việc gì ạ?')
  })
})
