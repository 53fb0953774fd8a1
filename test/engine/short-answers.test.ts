/** Answers that a small phone shows: in parts, each thing said once, the cases that are left out named. */
import { describe, expect, it } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { emptyEnv, topics } from '../../src/content/content.ts'
import { tellWholeTopic } from '../../src/engine/tell.ts'
import { loadShipped, makeContent } from '../support/files.ts'
import { means, talk } from '../support/talk.ts'

const sentence = 'Chỗ trống, gió nhẹ, xa dây điện, không thả gần sân bay, không thả gần đường tàu.'
const texts = Array.from(
  { length: 7 },
  (_, at) => `
way_${at}:
  type: text
  topic: steps
  label: Điều ${at}
  values:
    - { value: "${sentence}", article: Điều ${at} }`,
)
const cases = Array.from(
  { length: 6 },
  (_, at) => `
        - { id: case_${at}, name: Giấy ${at}, note: "${sentence}", condition: Nhà loại ${at} }`,
)
const facts = `
what:
  type: text
  topic: overview
  label: Thả diều là gì
  values:
    - value: cho diều bay
fee:
  type: money
  topic: fee
  label: Mức thu
  values:
    - { condition: Diều giấy, note: Xem bảng niêm yết., confidence: unconfirmed }
    - { condition: Diều vải, note: Xem bảng niêm yết., confidence: unconfirmed }
where:
  type: text
  topic: where
  label: Nơi làm
  values:
    - { value: sân đình, condition: Ban ngày, note: Theo lệ làng. }
    - { value: bờ đê, condition: Ban đêm, note: Theo lệ làng. }
papers:
  type: documents
  topic: documents
  label: Giấy tờ
  values:
    - value:
        - { id: form, name: Đơn }${cases.join('')}
        - { id: photo, name: Ảnh con diều }
${texts.join('')}
`
const content = await makeContent({
  scripts: { kite: '- end: done\n  text: Xong ạ.\n' },
  facts: { kite: facts },
  files: {
    'flows/contacts.yaml': `
contacts:
  desk:
    name: Một cửa
    text: Một cửa xã, số điện thoại ghi ở bảng niêm yết.
    brief: Một cửa xã ạ.
    source: bịa ra để thử
    confidence: confirmed
    reviewed: 2026-11-01
`,
  },
})

const told = (topic: (typeof topics)[number]) =>
  talk(content).say('thả diều', means({ procedure: 'kite', topic }))
const moreOf = ({ replies }: ReturnType<typeof told>) =>
  replies.at(-1)?.choices?.find(({ id }) => id.startsWith('!more'))?.id

describe('a long answer', () => {
  it('comes in parts of a comfortable length, each fact once and in its order', () => {
    const conversation = told('steps')
    const heard: string[] = []
    for (let more: string | undefined = ''; more !== undefined; more = moreOf(conversation)) {
      if (more !== '') conversation.tap(more)
      const text = conversation.replies.at(-2)?.text ?? ''
      expect(text.length).toBeLessThan(510)
      heard.push(...(text.match(/Điều \d(?=:)/g) ?? []))
      expect(heard.length).toBeLessThan(8)
    }
    expect(heard).toEqual(texts.map((_, at) => `Điều ${at}`))
  })

  it('names its document once', () => {
    expect(told('steps').words).toContain('(Theo Điều 0, Điều 1 Luật thử.)')
  })

  it('begins anew where an old message offers a part that is no more', () => {
    const again = told('steps').tap('!more:kite:steps:99')
    expect(again.words).toContain('Điều 0:')
  })
})

describe('a long list of papers', () => {
  it('tells first what everybody needs, and names the cases that have to ask for more', () => {
    const { words } = told('documents')
    expect(words).toContain('– Đơn')
    expect(words).toContain('– Ảnh con diều')
    expect(words).toContain('Nhà loại 0: Giấy 0')
    expect(words).toContain('Còn giấy cho trường hợp: nhà loại 3; nhà loại 4; nhà loại 5.')
  })

  it('tells the other cases when asked for more, until all are told', () => {
    const conversation = told('documents')
    let heard = conversation.words
    for (let more = moreOf(conversation); more !== undefined; more = moreOf(conversation)) {
      conversation.tap(more)
      heard += conversation.words
    }
    for (const [at] of cases.entries()) expect(heard.split(`Nhà loại ${at}: Giấy ${at}`)).toHaveLength(2)
    expect(heard.split('– Đơn')).toHaveLength(2)
  })
})

describe('an answer says once', () => {
  it('what it is about', () => {
    expect(talk(content).tap('!about:kite:overview').words).toContain('Việc kite:\nCho diều bay.\n')
    expect(told('where').words).not.toContain('Nơi làm')
  })

  it('a remark that all cases share', () => {
    expect(told('where').words).toContain('– Ban ngày: sân đình.\n– Ban đêm: bờ đê.\nTheo lệ làng.\n')
  })

  it('for which cases nothing is known, and shortly whom to ask', () => {
    const { words } = told('fee')
    expect(words).toContain('– Diều giấy; diều vải: em chưa có thông tin chắc chắn.\nXem bảng niêm yết.')
    expect(words).toContain('Bác hỏi lại cho chắc: Một cửa xã ạ.')
    expect(words).not.toContain('số điện thoại')
  })
})

describe('what is shipped', async () => {
  const shipped = await loadShipped()

  it('begins each message of a whole answer, as an officer sends it, with what it is about', () => {
    const locale = shipped.locales.get('vi')
    if (locale === undefined) throw new Error('no Vietnamese')
    const view = { locale, today: Day.parse('2026-11-23') as Day, env: emptyEnv }
    let longest = 0
    for (const procedure of shipped.procedures.values()) {
      for (const topic of topics) {
        const [first, ...others] = tellWholeTopic(procedure, topic, view, undefined)
        longest = Math.max(longest, others.length)
        for (const text of others) expect(text.split('\n')[0]).toBe(first?.split('\n')[0])
      }
    }
    expect(longest).toBeGreaterThan(0)
  })

  it('fits a small phone, whatever is asked of any procedure', () => {
    for (const { id } of shipped.procedures.values()) {
      for (const topic of topics) {
        const answer = talk(shipped).tap(`!about:${id}:${topic}`)
        for (const { text } of answer.replies)
          expect(text.length, `${id} ${topic}:\n${text}`).toBeLessThan(640)
      }
    }
  })
})
