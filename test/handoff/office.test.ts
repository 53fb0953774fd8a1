import { describe, expect, test } from 'vitest'
import { StaffError } from '../../src/errors.ts'
import { operator } from '../../src/handoff/accounts/rights.ts'
import { onDuty } from '../../src/handoff/duty.ts'
import { createProposals, fileOf } from '../../src/handoff/proposals.ts'
import type { Staff } from '../../src/handoff/staff.ts'
import { createUnread } from '../../src/handoff/unread.ts'
import type { Case } from '../../src/store/store.ts'
import { memoryShelf } from '../support/shelf.ts'
import { hour, refusal, start } from './arrange.ts'

const person = (login: string, desks: readonly string[], role: Staff['role'] = 'officer'): Staff => ({
  id: login,
  login,
  name: login,
  role,
  desks,
})
const lan = person('lan', ['d'])

describe('a proposal', () => {
  function open() {
    let at = start
    const shelf = memoryShelf()
    const audited: string[] = []
    const proposals = createProposals({
      shelf,
      now: () => at,
      audit: { note: async ({ who, what }) => void audited.push(`${who} ${what}`) },
      cases: {
        case: async (_, id) => {
          if (id !== 'c1') throw new StaffError('not_your_desk', 'no')
          return { id, desk: 'd', procedure: 'birth-linked' } as Partial<Case> as Case
        },
      },
    })
    const make = (question = 'Khai sinh muộn có bị phạt không?') =>
      proposals.propose(lan, 'c1', { question, answer: 'Không bị phạt ạ.', topic: 'fee' })
    return { proposals, make, audited, pass: (ms: number) => (at += ms) }
  }

  test('says what is asked without names and numbers, and which file it belongs to', async () => {
    const { proposals } = open()
    const made = await proposals.propose(lan, 'c1', {
      question:
        'Tôi là Nguyễn Văn Tám, căn cước 031099001234, số 0912 345 678, khai sinh muộn có bị phạt không?',
      answer: 'Dạ không ạ. Bác hỏi thêm 0225 384 2123. (Số căn cước 031099001234)',
    })
    expect(made.question).not.toMatch(/Tám|031099|0912/)
    expect(made.question).toContain('khai sinh muộn có bị phạt không')
    expect(made.answer).toContain('0225 384 2123')
    expect(made.answer).not.toContain('031099001234')
    expect(fileOf(made)).toBe('flows/birth-linked/facts.yaml')
    expect(fileOf({ ...made, topic: 'fee' })).toBe('flows/birth-linked/facts.yaml (topic fee)')
    expect(fileOf({})).toContain('none was known')
  })

  test('is made in a case of one’s own, and decided by an admin, once', async () => {
    const { proposals, make, audited } = open()
    const { id } = await make()
    expect(await refusal(proposals.propose(lan, 'c2', { question: 'a', answer: 'b' }))).toBe('not_your_desk')
    expect(await refusal(proposals.propose(lan, 'c1', { question: ' ', answer: 'b' }))).toBe('bad_proposal')
    for (const role of ['officer', 'lead'] as const) {
      expect(await refusal(proposals.list(person('x', ['d'], role)))).toBe('not_allowed')
      expect(await refusal(proposals.decide(person('x', ['d'], role), id, { accepts: true }))).toBe(
        'not_allowed',
      )
    }
    const decided = await proposals.decide(operator, id.slice(0, 4), {
      accepts: true,
      note: 'Đã ghi vào tệp',
    })
    expect(decided).toMatchObject({
      id,
      state: 'accepted',
      decidedBy: 'command line',
      note: 'Đã ghi vào tệp',
    })
    expect(await refusal(proposals.decide(operator, id, { accepts: false }))).toBe('decided')
    expect(await refusal(proposals.decide(operator, '', { accepts: true }))).toBe('unknown_proposal')
    expect(audited.slice(0, 2)).toEqual(['lan proposal.made', 'command line proposal.accepted'])
  })

  test('waits until it is decided; old decisions are let go', async () => {
    const { proposals, make, pass } = open()
    const first = await make('Câu một')
    pass(hour)
    const second = await make('Câu hai')
    pass(hour)
    await proposals.decide(operator, second.id, { accepts: false })
    expect((await proposals.list(operator)).map(({ question }) => question)).toEqual(['Câu một', 'Câu hai'])
    pass(731 * 24 * hour)
    expect((await proposals.list(operator)).map(({ id }) => id)).toEqual([first.id])
  })
})

describe('who is on duty', () => {
  const everybody = [lan, person('binh', ['d', 'e']), person('hoa', ['e']), person('chief', [], 'admin')]
  const logins = (duty: Record<number, readonly string[]>, at = start) =>
    onDuty(
      { id: 'd', duty: new Map(Object.entries(duty).map(([day, list]) => [Number(day), list])) },
      everybody,
      at,
    ).map(({ login }) => login)

  test.each([
    ['everybody of the desk without a list', {}, ['lan', 'binh']],
    ['those named for the weekday', { 0: ['binh'], 1: ['lan'] }, ['binh']],
    ['everybody on a day without names', { 1: ['lan'] }, ['lan', 'binh']],
    ['nobody of another desk', { 0: ['hoa', 'lan'] }, ['lan']],
    ['everybody when the list is old', { 0: ['gone', 'hoa'] }, ['lan', 'binh']],
  ])('%s', (_, duty, expected) => {
    expect(logins(duty)).toEqual(expected)
  })

  test('is reckoned by the weekday in Vietnam', () => {
    const mondayInVietnam = Date.parse('2026-11-22T17:00Z')
    expect(logins({ 0: ['binh'], 1: ['lan'] }, mondayInVietnam)).toEqual(['lan'])
    expect(logins({ 0: ['binh'], 1: ['lan'] }, mondayInVietnam - 1)).toEqual(['binh'])
  })
})

describe('what is unread', () => {
  test('is counted for each, and only falls by seeing', async () => {
    const unread = createUnread({ shelf: memoryShelf(), now: () => start })
    const cases = [
      { id: 'a', lastEntry: 5 },
      { id: 'b', lastEntry: 2 },
    ]
    const count = async (staff = lan) => Object.fromEntries(await unread.count(staff, cases))
    expect(await count()).toEqual({ a: 5, b: 2 })
    await Promise.all([unread.see(lan, 'a', 3), unread.see(lan, 'b', 2)])
    expect(await count()).toEqual({ a: 2 })
    await unread.see(lan, 'a', 1)
    expect(await count()).toEqual({ a: 2 })
    expect(await count(person('hoa', ['d']))).toEqual({ a: 5, b: 2 })
  })

  test('is remembered of the five hundred cases seen last', async () => {
    const unread = createUnread({ shelf: memoryShelf(), now: () => start })
    for (let i = 0; i <= 500; i++) await unread.see(lan, `c${i}`, 1)
    const cases = [0, 1, 500].map((i) => ({ id: `c${i}`, lastEntry: 1 }))
    expect([...(await unread.count(lan, cases)).keys()]).toEqual(['c0'])
  })
})
