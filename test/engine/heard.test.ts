/** What is said before it is asked: understood, said back, filed when its question comes, and never guessed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import type { Content } from '../../src/content/content.ts'
import { slotsHeardIn } from '../../src/engine/hear-slots.ts'
import { isRough } from '../../src/engine/rough-day.ts'
import type { Foreheard } from '../../src/engine/turn.ts'
import { loadShipped } from '../support/files.ts'
import { hour, means, nothing, sundayMorning, type Talk, talk } from '../support/talk.ts'
import { heardSentences } from './heard-sentences.ts'

const content = await loadShipped()
const today = Day.parse('2026-11-22') ?? Day.inVietnam(sundayMorning)

function heardIn(procedure: string, sentence: string): ReadonlyMap<string, Foreheard> {
  const script = content.procedures.get(procedure)?.script
  const locale = content.locales.get('vi')
  if (script === undefined || locale === undefined) throw new Error(`no script of ${procedure}`)
  return slotsHeardIn(script, sentence, { content, locale, today })
}

/** A first sentence that surely asks for this procedure. */
const begin = (procedure: string, sentence: string, files: Content = content): Talk =>
  talk(files).say(sentence, means({ procedure }))

describe('what is heard in a free sentence', () => {
  it('is shown by at least 120 sentences over all scripts, a third of them traps', () => {
    const rows = Object.values(heardSentences).flat()
    expect(Object.keys(heardSentences)).toHaveLength(4)
    expect(rows.length).toBeGreaterThanOrEqual(120)
    expect(rows.filter(([, heard]) => Object.keys(heard).length === 0).length).toBeGreaterThan(
      rows.length / 4,
    )
  })
  for (const [procedure, rows] of Object.entries(heardSentences)) {
    describe(procedure, () => {
      it.each(rows)('%s', (sentence, heard) => {
        expect(Object.fromEntries(heardIn(procedure, sentence))).toEqual(heard)
      })
    })
  }

  it('is nothing in a very long text', () => {
    expect(heardIn('birth-linked', `cháu sinh hôm qua ${'rất dài '.repeat(200)}`).size).toBe(0)
  })
  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (words) => {
        for (const procedure of Object.keys(heardSentences)) heardIn(procedure, words)
        heardIn('birth-linked', `sinh ${words} cháu được 2 ${words}`)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a first sentence', () => {
  it('is said back in one line, and its questions are not asked', () => {
    const said = begin('birth-linked', 'em là mẹ bé, bé sinh hôm qua, chưa làm khai sinh, bố mẹ đã kết hôn')
    expect(said.words).toContain('Ngày sinh của cháu – 21/11/2026; Người nộp hồ sơ – Cha hoặc mẹ của cháu')
    expect(said.words).toContain('Chưa đúng thì bác nhắn "sửa" ạ')
    expect(said.words).toContain('20/1/2027')
    expect(said.at).toBe('residence')
    expect(said.slots).toEqual({
      registered: 'not_yet',
      birth_date: '2026-11-21',
      applicant: 'parent',
      parents: 'married',
    })
  })

  it('tells nothing that is filed before its question is reached', () => {
    const said = begin('birth-linked', 'bé sinh hôm qua')
    expect(said).toMatchObject({ at: 'registered', slots: {} })
    expect(said.frame?.heard).toEqual({ birth_date: '2026-11-21' })
    const answered = said.tap('registered:not_yet')
    expect(answered).toMatchObject({ at: 'applicant', slots: { birth_date: '2026-11-21' } })
    expect(answered.frame?.heard).toBeUndefined()
  })

  it('can be corrected before its question is reached', () => {
    const listed = begin('birth-linked', 'bé sinh hôm qua').say('sửa')
    expect(listed.words).toContain('Ngày sinh của cháu: 21/11/2026')
    const asked = listed.say('1')
    expect(asked.words).toContain('Em đang ghi: Ngày sinh của cháu: 21/11/2026.')
    const corrected = asked.say('19/11/2026')
    expect(corrected.at).toBe('registered')
    expect(corrected.tap('registered:not_yet').slots).toMatchObject({ birth_date: '2026-11-19' })
  })

  it('can be corrected after its question was passed, by going back', () => {
    const passed = begin('birth-linked', 'chưa có giấy khai sinh, bé sinh hôm qua').say('quay lại')
    expect(passed.at).toBe('birth_date')
    expect(passed.say('20/11/2026')).toMatchObject({ at: 'applicant', slots: { birth_date: '2026-11-20' } })
  })

  it('is dropped where it breaks a rule of its question', () => {
    const said = begin('temporary-residence', 'gia hạn tạm trú, hết hạn ngày 1/12/2030')
    expect(said).toMatchObject({ at: 'expiry', slots: { need: 'extend' } })
    expect(said.words).not.toContain('2030')
  })

  it('that was started over is forgotten', () => {
    const again = begin('birth-linked', 'bé sinh hôm qua').say('làm lại').say('có')
    expect(again).toMatchObject({ at: 'registered', slots: {} })
    expect(again.frame?.heard).toBeUndefined()
  })
})

describe('a day that is known only roughly', () => {
  it('is asked for where a deadline turns on it', () => {
    const said = begin('birth-linked', 'chưa làm khai sinh, bé được 2 tháng rồi')
    expect(said).toMatchObject({ at: 'birth_date', slots: { registered: 'not_yet' } })
    expect(said.words).toContain('Em hiểu là khoảng tháng 9/2026. Chỗ này em cần đúng ngày ạ.')
    expect(said.words).not.toContain('Ngày sinh của cháu –')
  })

  it('is filed where nothing depends on which day it was, and is called by its year', () => {
    const said = begin('birth-linked', 'chưa làm khai sinh, cháu 3 tuổi')
    expect(said.at).toBe('applicant')
    expect(said.words).toContain('Ngày sinh của cháu – khoảng năm 2023')
    expect(said.words).toContain('đừng lo')
    expect(said.words).not.toMatch(/Hạn làm giấy khai sinh của cháu là ngày/)
    expect(said.say('sửa').words).toContain('Ngày sinh của cháu: khoảng năm 2023')
  })

  it('is asked for where an age limit lies within it', () => {
    expect(begin('birth-linked', 'chưa làm khai sinh, cháu 6 tuổi').at).toBe('birth_date')
    expect(begin('birth-linked', 'chưa làm khai sinh, cháu 7 tuổi').at).toBe('birth_date')
    expect(begin('birth-linked', 'chưa làm khai sinh, cháu 9 tuổi').words).toContain('đã đủ 6 tuổi')
  })

  it('is exact again once the day has been given', () => {
    const corrected = begin('birth-linked', 'chưa làm khai sinh, cháu 3 tuổi').say('quay lại').say('5/6/2023')
    expect(corrected.frame?.rough).toBeUndefined()
    expect(corrected.say('sửa').words).toContain('Ngày sinh của cháu: 5/6/2023')
  })

  it('is an answer to the question itself, by the same rule', () => {
    const asked = talk(content).tap('!start:death-linked')
    expect(asked.fork().say('năm 2019')).toMatchObject({
      at: 'province',
      slots: { death_date: '2019-07-02' },
    })
    const soon = asked.say('khoảng 2 tuần')
    expect(soon).toMatchObject({ at: 'death_date', slots: {} })
    expect(soon.words).toContain('cần đúng ngày')
  })

  it('never leads where one of its days would not have led', () => {
    const ages = fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 14 }), fc.constant('tuổi')),
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('tháng', 'tuần', 'ngày')),
    )
    fc.assert(
      fc.property(ages, fc.integer({ min: 0, max: 900 }), ([n, unit], later) => {
        const now = sundayMorning + later * 24 * hour
        const said = talk(content, { now }).say(
          `chưa làm khai sinh, bé được ${n} ${unit}`,
          means({ procedure: 'birth-linked' }),
        )
        const span = said.frame?.rough?.birth_date
        if (span === undefined) return
        for (const day of [span.from, span.to]) {
          const exact = talk(content, { now }).tap('!start:birth-linked').tap('registered:not_yet').say(day)
          expect(exact.at).toBe(said.at)
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('in the middle of a script', () => {
  const atApplicant = (): Talk =>
    talk(content).tap('!start:birth-linked').tap('registered:not_yet').say('5/11/2026')

  it('an answer to a later question is kept, and the present one asked again', () => {
    const said = atApplicant().say('bố mẹ đã kết hôn rồi', nothing)
    expect(said.at).toBe('applicant')
    expect(said.words).toContain('Cha mẹ của cháu – Đã kết hôn')
    expect(said.tap('applicant:parent').at).toBe('residence')
  })

  it('an answer in other words is taken', () => {
    const said = atApplicant().say('con dâu tôi mới sinh nên tôi đi làm', nothing)
    expect(said).toMatchObject({ at: 'parents', slots: { applicant: 'relative' } })
  })

  it('an answer that was given otherwise is never changed in passing', () => {
    const said = atApplicant().say('bé sinh hôm qua ở bệnh viện', nothing)
    expect(said).toMatchObject({ at: 'applicant', slots: { birth_date: '2026-11-05' } })
    expect(said.words).toContain('Ngày sinh của cháu: 5/11/2026')
  })

  it('what is known already is heard without a word about misunderstanding', () => {
    const said = atApplicant().say('cháu sinh ngày 5/11', nothing)
    expect(said.words).toContain('em nghe rồi')
    expect(said.session?.misses ?? 0).toBe(0)
  })

  it('a question brings what it tells along', () => {
    const question = means({ procedure: 'birth-linked', topic: 'fee' })
    const said = atApplicant().say('bố mẹ đã kết hôn rồi thì lệ phí bao nhiêu', question)
    expect(said.at).toBe('applicant')
    expect(said.words).toContain('lệ phí')
    expect(said.frame?.heard).toEqual({ parents: 'married' })
  })

  it('a bare answer is an answer to the question and to nothing else', () => {
    const said = atApplicant().say('mẹ', nothing)
    expect(said).toMatchObject({ at: 'parents', slots: { applicant: 'parent' } })
    expect(said.frame?.heard).toBeUndefined()
  })
})

describe('a free question before the guided steps', () => {
  const question = 'bé nhà e dc 2 thág r mà chưa lm giấy ks thì có bị phạt ko ạ'

  it('is answered, and what it told is not asked in the steps', () => {
    const told = talk(content).say(question, means({ procedure: 'birth', topic: 'deadline' }))
    expect(told.words).toContain('Không bị phạt')
    const led = told.say('có')
    expect(led).toMatchObject({ at: 'birth_date', slots: { registered: 'not_yet' } })
    expect(led.words).toContain('Người nộp hồ sơ – Cha hoặc mẹ của cháu')
  })

  it('tells nothing to the steps of another procedure', () => {
    const told = talk(content).say(question, means({ procedure: 'birth', topic: 'deadline' }))
    expect(told.tap('!start:death-linked').frame?.heard).toBeUndefined()
  })
})

describe('filling from the sentence', () => {
  /** Sentences that tell exact answers, with what they tell. */
  const parts = {
    registered: [['chưa có giấy khai sinh', 'not_yet']],
    birth_date: [
      ['bé sinh hôm qua', '2026-11-21'],
      ['cháu sinh ngày 5/11/2026', '2026-11-05'],
      ['cháu sinh ngày 1/2/2026', '2026-02-01'],
    ],
    applicant: [
      ['tôi là mẹ cháu', 'parent'],
      ['tôi là bà nội', 'relative'],
    ],
    parents: [
      ['bố mẹ đã kết hôn', 'married'],
      ['mẹ đơn thân', 'mother_alone'],
      ['chồng em là người hàn', 'foreign'],
    ],
    birth_paper: [['mất giấy chứng sinh', 'lost']],
    province: [['quê ở Nghệ An', 'nghe-an']],
  } as const
  type Part = keyof typeof parts
  const names = Object.keys(parts) as Part[]
  const told = fc
    .subarray(names, { minLength: 1 })
    .chain((chosen) =>
      fc.tuple(...chosen.map((name) => fc.constantFrom(...parts[name]).map((p) => [name, p] as const))),
    )
    .chain((list) => fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }))

  /** Answers whatever is asked: what was told if it was, otherwise the first option or something fitting. */
  function goOn(conversation: Talk, known: ReadonlyMap<string, string>): Talk {
    for (let turns = 0; turns < 40 && typeof conversation.at === 'string'; turns++) {
      const { at } = conversation
      const ask = content.procedures.get('birth-linked')?.script?.byId.get(at)
      if (ask?.type !== 'ask') break
      const value = known.get(at)
      if (ask.slotType === 'choice') conversation.tap(`${at}:${value ?? [...ask.options.keys()][0]}`)
      else if (ask.slotType === 'yes_no') conversation.tap(`${at}:yes`)
      else if (ask.slotType === 'ticks') conversation.say('xong')
      else if (ask.slotType === 'place') conversation.say(value === 'nghe-an' ? 'Nghệ An' : 'Hải Phòng')
      else conversation.say(value ?? '5/11/2026')
    }
    return conversation
  }

  it('ends where answering one by one ends, with the same answers', () => {
    fc.assert(
      fc.property(told, (list) => {
        const known = new Map<string, string>(list.map(([name, [, value]]) => [name, value]))
        const sentence = list.map(([, [words]]) => words).join(', ')
        const heard = heardIn('birth-linked', sentence)
        expect(Object.fromEntries(heard)).toEqual(Object.fromEntries(known))
        const filled = goOn(begin('birth-linked', sentence), known)
        const asked = goOn(talk(content).tap('!start:birth-linked'), known)
        expect(filled.slots).toEqual(asked.slots)
        expect(filled.at).toBe(asked.at)
        expect(filled.replies.at(-1)).toEqual(asked.replies.at(-1))
      }),
      { numRuns: 120 },
    )
  })

  it('keeps only days that can be read back', () => {
    for (const [procedure, rows] of Object.entries(heardSentences)) {
      for (const [sentence] of rows) {
        for (const heard of heardIn(procedure, sentence).values()) {
          if (isRough(heard)) expect(heard.from <= heard.to, sentence).toBe(true)
        }
      }
    }
  })
})
