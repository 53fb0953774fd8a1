import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from './faults.ts'
import { copyFixture, type Fixture } from './fixture.ts'
import { expectFound } from './seed.ts'

const file = 'flows/places/hai-phong/desks.yaml'
const everywhere = 'flows/places/desks.yaml'
const overlay = fileURLToPath(new URL('../fixtures/desks/flows', import.meta.url))

let fixture: Fixture
beforeAll(async () => {
  fixture = await copyFixture()
  await cp(overlay, fixture.flowsDir, { recursive: true })
})

const contact = '    escalation:\n      - contact: desk\n    confidence: secondary'

const special = `  ho-tich:
    name: Bàn thả diều phường Hồng Bàng (thử)
    serves: { communes: ["11311"] }
    procedures: [kite]
`
const anytime = `  mot-cua:
    name: Một cửa thử
    serves: everywhere
    confidence: unconfirmed
    hours:
      mon-fri: [8:00-12:00, 13:00-17:00]
    escalation:
      - contact: desk
`

const circle = `      - desk: ho-tich
      - desk: mot-cua
    confidence: confirmed
    source: bịa ra để thử
    reviewed: 2026-11-01
    review_by: 2027-05-01
${special}    hours:
      mon-thu: [7:30-11:30, 13:30-17:00]
      fri: [7:30-11:30]
    accept_within: 15
    answer_within: 30
${contact}`

const faults: readonly Fault[] = [
  // What is written
  {
    rule: 'unknown-key',
    name: 'a mistyped key',
    patch: { [file]: ['    address: Số 1', '    ⟦adress⟧: Số 1'] },
    mend: /Did you mean "address"\?/,
  },
  {
    rule: 'wrong-value',
    name: 'hours written with the letter h',
    patch: { [file]: ['[7:00-11:30,', '[⟦7h00-11h30⟧,'] },
    mend: /manual/,
    says: /7:30-11:30/,
  },
  {
    rule: 'wrong-shape',
    name: 'a code without quotes',
    patch: { [file]: ['communes: ["11311"]', 'communes: [⟦11311⟧]'] },
    mend: /quotes/,
  },
  {
    rule: 'wrong-value',
    name: 'a surface there is not',
    patch: { [file]: ['surfaces: [phone]', 'surfaces: [⟦phon⟧]'] },
    mend: /Did you mean "phone"\?/,
  },
  {
    rule: 'missing-key',
    name: 'a desk that does not say how sure it is',
    patch: {
      [everywhere]: [
        '  mot-cua:\n    name: Một cửa thử\n    serves: everywhere\n    confidence: unconfirmed\n',
        '  ⟦mot-cua⟧:\n    name: Một cửa thử\n    serves: everywhere\n',
      ],
    },
    mend: /confidence/,
  },
  {
    rule: 'wrong-folder',
    name: 'a copied file',
    patch: { [file]: ['place: hai-phong', 'place: ⟦ha-noi⟧'] },
    mend: /place: hai-phong/,
  },
  {
    rule: 'wrong-folder',
    name: 'the file of a province in the place of the one for everywhere',
    patch: { [everywhere]: ['desks:\n', 'place: ⟦hai-phong⟧\ndesks:\n'] },
    mend: /flows\/places\/hai-phong\/desks\.yaml/,
  },
  {
    rule: 'wrong-shape',
    name: 'a number without quotes and blanks',
    patch: { [file]: ['phone: 0225 000 0002', 'phone: ⟦02250000002⟧'] },
    mend: /quotes/,
  },
  {
    rule: 'unknown-day',
    name: 'a mistyped day',
    patch: { [file]: ['      fri: [7:30-11:30]', '      ⟦fry⟧: [7:30-11:30]'] },
    mend: /Did you mean "fri"\?/,
  },
  {
    rule: 'day-twice',
    name: 'a day in two spans',
    patch: { [file]: ['      fri: [7:30-11:30]', '      ⟦thu-fri⟧: [7:30-11:30]'] },
    mend: /one of them/,
    says: /"thu" is in "mon-thu"/,
  },
  {
    rule: 'shift-reversed',
    name: 'closing before opening',
    patch: { [file]: ['13:00-16:30', '⟦16:30-13:00⟧'] },
    mend: /Write "13:00-16:30"/,
  },
  {
    rule: 'shift-overlap',
    name: 'two shifts at a time',
    patch: { [file]: ['13:00-16:30', '⟦11:00-16:30⟧'] },
    mend: /Make them one/,
    says: /7:00-11:30/,
  },
  {
    rule: 'desk-never-open',
    name: 'no hours at all',
    patch: {
      [everywhere]: [
        '    hours:\n      mon-fri: [8:00-12:00, 13:00-17:00]',
        '    ⟦hours⟧:\n      mon-fri: []',
      ],
    },
    mend: /mon-fri: \[7:30-11:30/,
  },
  {
    rule: 'exception-unclear',
    name: 'a day that does not say what is different',
    patch: {
      [file]: [
        '{ day: 2026-12-10, until: 2026-12-11, closed: true,',
        '⟦{ day: 2026-12-10, until: 2026-12-11, why: Tập huấn }⟧\n      - { day: 2026-12-20, closed: true,',
      ],
    },
    mend: /closed: true/,
  },
  {
    rule: 'exception-reversed',
    name: 'a last day before the first',
    patch: { [file]: ['until: 2026-12-11', 'until: ⟦2026-12-01⟧'] },
    mend: /last day/,
  },
  {
    rule: 'exception-twice',
    name: 'the same day twice',
    patch: { [file]: ['{ day: 2026-12-13, hours', '{ day: ⟦2026-12-11⟧, hours'] },
    mend: /Keep one/,
  },
  {
    rule: 'exception-past',
    name: 'days that are over',
    patch: { [file]: ['day: 2026-12-13', 'day: ⟦2026-11-13⟧'] },
    mend: /Remove them/,
    severity: 'warning',
  },
  {
    rule: 'duty-closed',
    name: 'duty on a day without hours',
    patch: { [file]: ['      sat: [hoa]', '      ⟦sat-sun⟧: [hoa]'] },
    mend: /hours/,
    severity: 'warning',
  },
  {
    rule: 'unknown-locale',
    name: 'a language there is not',
    patch: { [file]: ['languages: [vi, en]', 'languages: [vi, ⟦eng⟧]'] },
    mend: /Did you mean "en"\?/,
  },
  {
    rule: 'unknown-procedure',
    name: 'a procedure there is not',
    patch: { [file]: ['procedures: [kite]', 'procedures: [⟦kyte⟧]'] },
    mend: /Did you mean "kite"\?/,
  },

  // Whom it serves
  {
    rule: 'unknown-place',
    name: 'a mistyped commune',
    patch: { [file]: ['[Phường Hồng Bàng]', '[⟦Phường Hồng Bang Bang⟧]'] },
    mend: /hai-phong\/11311 \(Phường Hồng Bàng/,
  },
  {
    rule: 'unknown-place',
    name: 'a name from before 1 July 2025',
    patch: { [file]: ['[Phường Hồng Bàng]', '[⟦Phường Hoàng Văn Thụ⟧]'] },
    mend: /hai-phong\/11311 \(Phường Hồng Bàng/,
    says: /since 1 July 2025/,
  },
  {
    rule: 'unknown-place',
    name: "another province's commune",
    patch: { [file]: ['[Phường Hồng Bàng]', '[⟦Phường Ba Đình⟧]'] },
    mend: /hai-phong|present name/,
    says: /in Hải Phòng/,
  },
  {
    rule: 'unknown-place',
    name: 'a code there is not',
    patch: { [file]: ['communes: ["11311"]', 'communes: [⟦"99999"⟧]'] },
    mend: /present name/,
  },
  {
    rule: 'ambiguous-place',
    name: 'a name that several communes have',
    patch: { [everywhere]: ['serves: everywhere', 'serves: { communes: [⟦Trần Phú⟧] }'] },
    mend: /ha-noi\/10081 \(Xã Trần Phú, thành phố Hà Nội\); hai-phong\/10633/,
  },
  {
    rule: 'unknown-place',
    name: 'a province there is not',
    patch: { [everywhere]: ['serves: everywhere', 'serves: { provinces: [⟦hai-fong⟧] }'] },
    mend: /Did you mean "hai-phong"\?/,
  },
  {
    rule: 'desk-too-wide',
    name: 'everywhere from the folder of a province',
    patch: { [file]: ['serves: { communes: ["Lê Chân, Hải Phòng"] }', 'serves: ⟦everywhere⟧'] },
    mend: /serves: province/,
  },
  {
    rule: 'desk-no-province',
    name: 'the province of no folder',
    patch: { [everywhere]: ['serves: everywhere', 'serves: ⟦province⟧'] },
    mend: /provinces: \[hai-phong\]/,
  },
  {
    rule: 'desk-serves-nobody',
    name: 'nobody',
    patch: { [everywhere]: ['serves: everywhere', 'serves: ⟦{}⟧'] },
    mend: /Name provinces/,
  },
  {
    rule: 'desk-overlap',
    name: 'two desks for the same people',
    patch: {
      [file]: [special, special.replace('ho-tich', '⟦ho-tich⟧').replace('    procedures: [kite]\n', '')],
    },
    mend: /choice: true/,
  },

  // Who answers
  {
    rule: 'unknown-desk',
    name: 'a chain to no desk',
    patch: { [file]: ['- desk: ho-tich', '- desk: ⟦hotich⟧'] },
    mend: /Did you mean "ho-tich"\?/,
  },
  {
    rule: 'unknown-contact',
    name: 'a chain to no contact',
    patch: { [file]: [contact, contact.replace('desk\n', '⟦dezk⟧\n')] },
    mend: /Did you mean "desk"\?/,
    also: ['desk-unreachable'],
  },
  {
    rule: 'chain-circle',
    name: 'a desk that follows itself',
    patch: { [file]: ['- desk: ho-tich', '- desk: ⟦hong-bang⟧'] },
    mend: /another desk/,
  },
  {
    rule: 'chain-circle',
    name: 'two desks that follow each other',
    patch: {
      [file]: [
        circle,
        circle
          .replace('- desk: ho-tich', '- ⟦desk: ho-tich⟧')
          .replace('- contact: desk', '- desk: hong-bang'),
      ],
    },
    mend: /Take one/,
    says: /hong-bang > hai-phong\/ho-tich > hai-phong\/hong-bang/,
  },
  {
    rule: 'desk-no-group',
    name: 'a group that is not named',
    patch: {
      [file]: [
        '    surfaces: [console, telegram]\n    telegram: { chat: -1001234567890, topics: true }\n',
        '    surfaces: [console, ⟦telegram⟧]\n',
      ],
    },
    mend: /telegram: \{ chat/,
  },
  {
    rule: 'desk-unused-group',
    name: 'a group where nothing is shown',
    patch: {
      [file]: [
        '    surfaces: [console, telegram]\n    telegram:',
        '    surfaces: [console]\n    ⟦telegram⟧:',
      ],
    },
    mend: /Add telegram/,
    severity: 'warning',
  },
  {
    rule: 'desk-unanswerable',
    name: 'a phone without a number',
    patch: {
      [file]: [
        '    phone: 0225 000 0002\n    hours:\n      mon-fri: [7:00-11:30, 13:00-16:30]\n      holidays: [8:00-10:00]\n    surfaces: [phone]',
        '    hours:\n      mon-fri: [7:00-11:30, 13:00-16:30]\n      holidays: [8:00-10:00]\n    surfaces: ⟦[phone]⟧',
      ],
    },
    mend: /console/,
  },
  {
    rule: 'desk-no-source',
    name: 'hours that would be promised without a source',
    patch: {
      [file]: ['    confidence: secondary\n    source: bịa ra để thử\n', '    confidence: ⟦secondary⟧\n'],
    },
    mend: /source/,
  },
  {
    rule: 'review-due',
    name: 'hours nobody looked at for long',
    patch: { [file]: ['    review_by: 2027-05-01', '    review_by: ⟦2026-11-20⟧'] },
    mend: /Compare it/,
    severity: 'warning',
  },
  {
    rule: 'review-before-reviewed',
    name: 'a review before the last',
    patch: { [file]: ['    review_by: 2027-05-01', '    review_by: ⟦2026-10-01⟧'] },
    mend: /after 2026-11-01/,
    also: ['review-due'],
  },
  {
    rule: 'desk-untold',
    name: 'a number nobody is told',
    patch: {
      [everywhere]: [
        '    confidence: unconfirmed',
        '    phone: ⟦0225 000 0003⟧\n    confidence: unconfirmed',
      ],
    },
    mend: /confidence: confirmed/,
    severity: 'warning',
  },

  // Whether somebody can be reached
  {
    rule: 'desk-unreachable',
    name: 'nobody at night',
    patch: {
      [everywhere]: [
        anytime,
        anytime.replace('mot-cua', '⟦mot-cua⟧').replace('    escalation:\n      - contact: desk\n', ''),
      ],
    },
    mend: /contact: portal_hotline/,
    says: /from 2026-11-22 00:00 until 2026-11-23 08:00/,
  },
  {
    rule: 'desk-unreachable',
    name: 'nobody for one hour of the year',
    patch: {
      [everywhere]: [
        anytime,
        '  ⟦mot-cua⟧:\n    name: Một cửa thử\n    serves: everywhere\n    confidence: unconfirmed\n' +
          '    hours:\n      mon-sun: [0:00-24:00]\n      holidays: [0:00-24:00]\n' +
          '    exceptions:\n      - { day: 2027-03-02, hours: [0:00-12:00, 13:00-24:00], why: Họp }\n',
      ],
    },
    mend: /contact: portal_hotline/,
    says: /from 2027-03-02 12:00 until 2027-03-02 13:00/,
  },
  {
    rule: 'desk-unreachable',
    name: 'a contact that is doubtful itself',
    patch: {
      'flows/contacts.yaml': ['confidence: confirmed', 'confidence: unconfirmed'],
      [everywhere]: [anytime, anytime.replace('escalation', '⟦escalation⟧')],
    },
    mend: /"desk" is doubtful/,
    also: ['desk-unreachable'],
    times: 0,
  },
  {
    rule: 'desk-holiday-hole',
    name: 'nobody on a public holiday',
    patch: {
      [everywhere]: [
        anytime,
        '  ⟦mot-cua⟧:\n    name: Một cửa thử\n    serves: everywhere\n    confidence: unconfirmed\n' +
          '    hours:\n      mon-sun: [0:00-24:00]\n',
      ],
    },
    mend: /holidays: \[/,
    says: /first from 2027-04-30 00:00 \(Ngày nghỉ thử\)/,
  },
]

describe('the clean fixture', () => {
  test('raises nothing', async () => {
    const result = await fixture.load('2026-11-22')
    expect(result.ok ? result.warnings : result.problems).toEqual([])
  })
})

describe('a fault of a desk is found at its place with a useful mend', () => {
  for (const fault of faults) {
    test(`${fault.rule}: ${fault.name}`, () => expectFound(fixture, fault))
  }
})
