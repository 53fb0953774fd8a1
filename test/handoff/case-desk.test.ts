import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OfficerAction } from '../../src/engine/turn.ts'
import type { AuditEntry } from '../../src/handoff/audit.ts'
import { type CaseDeskOptions, createCaseDesk } from '../../src/handoff/case-desk.ts'
import type { Staff } from '../../src/handoff/staff.ts'
import { manualClock } from '../runtime/manual-clock.ts'
import { desks, refusal, start } from './arrange.ts'
import { openWorld } from './world.ts'

const [hongBang, leChan] = ['hai-phong/hong-bang', 'hai-phong/le-chan']
const person = (id: string, own: readonly string[], role: Staff['role'] = 'officer'): Staff => ({
  id,
  login: id,
  name: `Cán bộ ${id}`,
  role,
  desks: own,
})
const lan = person('lan', [hongBang])
const binh = person('binh', [hongBang])
const hoa = person('hoa', [leChan])
const chief = person('chief', [], 'admin')
const actionId = (n: number | string) => `action-${n}`

function openDesk(more: Partial<CaseDeskOptions> = {}) {
  const world = openWorld()
  const clock = manualClock(start)
  const audited: AuditEntry[] = []
  const read: string[] = []
  const faults: unknown[] = []
  const desk = createCaseDesk({
    store: world.store,
    accept: world.accept,
    desks: () => desks,
    audit: { note: async (entry) => void audited.push(entry) },
    readings: { note: async ({ staff, of }) => void read.push(`${staff.id} ${of.id}`) },
    clock,
    onError: (error) => faults.push(error),
    ...more,
  })
  return { world, clock, audited, read, faults, desk }
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

describe('acting on a case', () => {
  test('goes through its conversation, and ends when it is in the log', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    const result = await desk.act(
      lan,
      'console',
      'c1',
      { does: 'answer', text: ' Chào bác ạ. ' },
      actionId(1),
    )
    expect(result).toMatchObject({ type: 'done', case: { id: 'c1', state: 'taken', officer: { id: 'lan' } } })
    expect(world.accepted).toEqual([
      {
        conversation: 'web:c1',
        updateId: 'officer:lan:action-1',
        receivedAt: start,
        input: {
          type: 'officer',
          id: 'action-1',
          case: 'c1',
          by: { id: 'lan', name: 'Cán bộ lan' },
          via: 'console',
          desk: hongBang,
          action: { does: 'answer', text: 'Chào bác ạ.' },
        },
      },
    ])
  })

  test('at the same moment as a colleague: one has it, the other is told who', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    world.pause()
    const both = [lan, binh].map((one) => desk.act(one, 'console', 'c1', { does: 'take' }, actionId(one.id)))
    await settle()
    world.resume()
    expect(await Promise.all(both)).toMatchObject([
      { type: 'done', case: { officer: { id: 'lan' } } },
      { type: 'refused', reason: 'taken', by: { id: 'lan', name: 'Cán bộ lan' } },
    ])
  })

  test('twice with one id is done once, and both are told how it ended', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    const act = () => desk.act(lan, 'console', 'c1', { does: 'answer', text: 'Một lần' }, actionId(1))
    expect(await Promise.all([act(), act()])).toMatchObject([{ type: 'done' }, { type: 'done' }])
    expect(await act()).toMatchObject({ type: 'done' })
    const log = await desk.log(lan, 'c1', 0, 100)
    expect(log.filter(({ kind }) => kind === 'officer')).toHaveLength(1)
  })

  test('with an id that a colleague used is an action of one’s own', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    await desk.act(lan, 'console', 'c1', { does: 'note', text: 'của Lan' }, actionId(1))
    await desk.act(binh, 'console', 'c1', { does: 'note', text: 'của Bình' }, actionId(1))
    const log = await desk.log(lan, 'c1', 0, 100)
    expect(log.flatMap(({ kind, text }) => (kind === 'note' ? [text] : []))).toEqual(['của Lan', 'của Bình'])
  })

  test('is pending when nobody carries it out in time, and can be asked for again', async () => {
    const { world, desk, clock } = openDesk({ patienceMs: 3_000 })
    world.open('c1')
    world.pause()
    const act = () => desk.act(lan, 'console', 'c1', { does: 'take' }, actionId(1))
    const acting = act()
    for (let ms = 0; ms < 3_000; ms += 500) {
      await settle()
      clock.advance(500)
    }
    expect(await acting).toEqual({ type: 'pending' })
    world.resume()
    expect(await act()).toMatchObject({ type: 'done' })
    expect(world.accepted).toHaveLength(1)
  })

  test('is found although the news of it was lost', async () => {
    const { world, desk, clock } = openDesk()
    world.open('c1')
    world.deafen()
    const acting = desk.act(lan, 'console', 'c1', { does: 'take' }, actionId(1))
    await settle()
    clock.advance(500)
    expect(await acting).toMatchObject({ type: 'done' })
    expect(clock.set).toEqual([])
  })

  test('ends when the citizen erases everything meanwhile', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    world.pause()
    const acting = desk.act(lan, 'console', 'c1', { does: 'take' }, actionId(1))
    await settle()
    world.erase('c1')
    expect(await acting).toEqual({ type: 'refused', reason: 'closed' })
  })

  test('passes it to any desk, after which it is seen no more; asked again, it was done', async () => {
    const { world, desk } = openDesk()
    world.open('c1', { wish: 'chuyện riêng', phone: '0912345678', slots: { name: 'Hoa' } })
    const pass = () => desk.act(lan, 'console', 'c1', { does: 'pass', desk: leChan }, actionId(1))
    for (const result of [await pass(), await pass()]) {
      expect(result).toMatchObject({ type: 'done', case: { desk: leChan, state: 'waiting' } })
      expect(JSON.stringify(result)).not.toMatch(/chuyện riêng|0912345678|Hoa/)
    }
    expect(await refusal(desk.case(lan, 'c1'))).toBe('not_your_desk')
    expect(await refusal(desk.log(lan, 'c1', 0, 9))).toBe('not_your_desk')
    expect((await desk.case(hoa, 'c1')).wish).toBe('chuyện riêng')
    expect(
      await refusal(desk.act(lan, 'console', 'c1', { does: 'pass', desk: 'nowhere' }, actionId(2))),
    ).toBe('unknown_desk')
  })

  test('reaches no other desk when a colleague passes the case on in the same moment', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    world.pause()
    const passing = desk.act(binh, 'console', 'c1', { does: 'pass', desk: leChan }, actionId(1))
    await settle()
    const answering = desk.act(lan, 'console', 'c1', { does: 'answer', text: 'Chào bác' }, actionId(2))
    await settle()
    world.resume()
    expect(await passing).toMatchObject({ type: 'done' })
    expect(await answering).toEqual({ type: 'refused', reason: 'taken' })
    expect(await desk.case(hoa, 'c1')).toMatchObject({ state: 'waiting' })
  })

  test.each<[string, OfficerAction]>([
    ['an answer that says nothing', { does: 'answer', text: ' \n' }],
    ['a note that says nothing', { does: 'note', text: '' }],
    ['a text without end', { does: 'answer', text: 'a'.repeat(1_901) }],
    [
      'a picture from elsewhere',
      { does: 'answer', text: '', image: { source: 'https://evil.example/x.png', alt: 'x' } },
    ],
    [
      'a picture that is not described',
      { does: 'answer', text: 'x', image: { source: 'attachment:1', alt: ' ' } },
    ],
  ])('refuses %s', async (_, action) => {
    const { world, desk } = openDesk()
    world.open('c1')
    expect(await refusal(desk.act(lan, 'console', 'c1', action, actionId(1)))).toBe('bad_action')
    expect(world.accepted).toEqual([])
  })

  test('keeps lines and leaves out what cannot be seen', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    const text = 'Bác mang\r\n- căn cước\u0000\u202E\n- giấy chứng sinh'
    await desk.act(lan, 'console', 'c1', { does: 'answer', text }, actionId(1))
    expect((await desk.log(lan, 'c1', 2, 9))[0]?.text).toBe('Bác mang\n- căn cước\n- giấy chứng sinh')
  })

  test('is audited with who, what, which and from where, without a word of it', async () => {
    const { world, desk, audited } = openDesk()
    world.open('c1')
    await desk.act(lan, 'telegram', 'c1', { does: 'answer', text: 'mật' }, actionId(1), '203.0.113.7')
    expect(audited).toEqual([
      {
        who: 'lan',
        what: 'case.answer',
        case: 'c1',
        desk: hongBang,
        via: 'telegram',
        action: 'action-1',
        address: '203.0.113.7',
      },
    ])
  })

  test('does nothing when it cannot be audited', async () => {
    const note = () => Promise.reject(new Error('full'))
    const { world, desk } = openDesk({ audit: { note } })
    world.open('c1')
    await expect(desk.act(lan, 'console', 'c1', { does: 'take' }, actionId(1))).rejects.toThrow('full')
    expect(world.accepted).toEqual([])
  })
})

describe('reading a case', () => {
  test('shows it with the newest of its log, and is noted', async () => {
    const { world, desk, read } = openDesk()
    world.open('c1')
    for (const n of [1, 2, 3])
      await desk.act(lan, 'console', 'c1', { does: 'note', text: `${n}` }, actionId(n))
    const shown = await desk.read(binh, 'console', 'c1', 2)
    expect(shown.case.id).toBe('c1')
    expect(shown.log.map(({ text }) => text)).toEqual(['2', '3'])
    expect(await refusal(desk.read(hoa, 'console', 'c1', 2))).toBe('not_your_desk')
    expect(read).toEqual(['binh c1'])
  })

  test('shows nothing when it cannot be noted', async () => {
    const note = () => Promise.reject(new Error('full'))
    const { world, desk } = openDesk({ readings: { note } })
    world.open('c1')
    await expect(desk.read(lan, 'console', 'c1', 9)).rejects.toThrow('full')
  })
})

describe('watching cases', () => {
  test('tells what changes at one’s desks, what leaves them, and what is erased', async () => {
    const { world, desk } = openDesk()
    const told: Record<string, string[]> = { lan: [], hoa: [], chief: [] }
    for (const one of [lan, hoa, chief])
      desk.watch(
        () => one,
        ({ id, state }) => told[one.id]?.push(`${id} ${state}`),
        (id) => told[one.id]?.push(`${id} gone`),
      )
    world.open('c1')
    await settle()
    await desk.act(lan, 'console', 'c1', { does: 'pass', desk: leChan }, actionId(1))
    await settle()
    world.erase('c1')
    await settle()
    expect(told).toEqual({
      lan: ['c1 waiting', 'c1 gone'],
      hoa: ['c1 waiting', 'c1 gone'],
      chief: ['c1 waiting', 'c1 waiting', 'c1 gone'],
    })
  })

  test('tells that a case went away which was only listed before', async () => {
    const { world, desk } = openDesk()
    world.open('c1')
    await settle()
    await desk.list(lan, { limit: 9 })
    const gone: string[] = []
    desk.watch(
      () => lan,
      () => {},
      (id) => gone.push(id),
    )
    world.change('c1', { desk: leChan })
    await settle()
    expect(gone).toEqual(['c1'])
  })

  test('follows who they are now, and ends when asked', async () => {
    const { world, desk } = openDesk()
    let who: Staff | undefined = hoa
    const told: string[] = []
    const stop = desk.watch(
      () => who,
      ({ id }) => told.push(id),
    )
    world.open('c1')
    await settle()
    who = lan
    world.open('c2')
    await settle()
    who = undefined
    world.open('c3')
    await settle()
    who = lan
    stop()
    world.open('c4')
    await settle()
    expect(told).toEqual(['c2'])
  })

  test('looks once at a case however many watch, and tells the newest', async () => {
    const { world } = openDesk()
    let looks = 0
    const store = {
      ...world.store,
      case: async (id: string) => {
        looks += 1
        return world.store.case(id)
      },
    }
    const { desk } = openDesk({ store })
    const told: number[] = []
    for (let i = 0; i < 5; i++)
      desk.watch(
        () => lan,
        ({ lastEntry }) => told.push(lastEntry),
      )
    world.open('c1')
    for (let i = 0; i < 10; i++) world.change('c1', {}, { kind: 'citizen', text: 'alô' })
    await settle()
    expect(looks).toBeLessThanOrEqual(2)
    expect(told.slice(-5)).toEqual([12, 12, 12, 12, 12])
  })

  test('survives a store that cannot be reached for a moment', async () => {
    const { world } = openDesk()
    let isAway = true
    const store = {
      ...world.store,
      case: (id: string) => (isAway ? Promise.reject(new Error('away')) : world.store.case(id)),
    }
    const { desk, faults } = openDesk({ store })
    const told: string[] = []
    desk.watch(
      () => lan,
      ({ id }) => told.push(id),
    )
    world.open('c1')
    await settle()
    isAway = false
    world.change('c1', {}, { kind: 'citizen', text: 'alô' })
    await settle()
    expect([told, faults.length]).toEqual([['c1'], 1])
  })
})

describe('whose cases they are', () => {
  const deskIds = [...desks.keys()]
  const secretOf = (id: string) => `secret-${id}`
  const arbStaff = fc.record({ role: fc.constantFrom('officer', 'lead'), own: fc.subarray(deskIds) })
  const arbAction: fc.Arbitrary<OfficerAction> = fc.oneof(
    fc.constant({ does: 'take' } as const),
    fc.constant({ does: 'answer', text: 'x' } as const),
    fc.constant({ does: 'note', text: 'x' } as const),
    fc.constant({ does: 'send_fact', procedure: 'birth', topic: 'fee' } as const),
    fc.constantFrom(...deskIds).map((desk) => ({ does: 'pass', desk }) as const),
    fc.constant({ does: 'give_back' } as const),
    fc.constant({ does: 'close', outcome: 'other' } as const),
  )
  const arbStep = fc.record({
    who: fc.nat(2),
    what: fc.nat(5),
    filter: fc.option(fc.subarray(deskIds), { nil: undefined }),
    action: arbAction,
    does: fc.constantFrom('list', 'case', 'log', 'read', 'act', 'act', 'act twice at once'),
  })

  test('nobody sees or moves another desk’s case, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbStaff, { minLength: 3, maxLength: 3 }),
        fc.array(fc.constantFrom(...deskIds), { minLength: 6, maxLength: 6 }),
        fc.array(arbStep, { minLength: 1, maxLength: 20 }),
        async (people, homes, steps) => {
          const { world, desk } = openDesk()
          const staff = people.map(({ role, own }, i) => person(`p${i}`, own, role as Staff['role']))
          homes.forEach((home, i) => {
            const id = `c${i}`
            world.open(id, { desk: home, wish: secretOf(id), slots: { secret: secretOf(id) } })
          })
          const deskOf = async (id: string) => (await world.store.case(id))?.desk ?? ''
          const told: { who: Staff; desk: string }[] = []
          for (const who of staff)
            desk.watch(
              () => who,
              (changed) => told.push({ who, desk: changed.desk }),
            )
          for (const [n, { who, what, filter, action, does }] of steps.entries()) {
            const actor = staff[who] ?? lan
            const id = `c${what}`
            const own = actor.desks.includes(await deskOf(id))
            const before = JSON.stringify(await world.store.case(id))
            if (does === 'list') {
              const narrowed = filter === undefined ? {} : { desks: filter }
              for (const one of await desk.list(actor, { ...narrowed, limit: 100 })) {
                expect(actor.desks).toContain(one.desk)
                if (filter !== undefined) expect(filter).toContain(one.desk)
              }
              continue
            }
            const doing =
              does === 'case'
                ? desk.case(actor, id)
                : does === 'log'
                  ? desk.log(actor, id, 0, 100)
                  : does === 'read'
                    ? desk.read(actor, 'console', id, 100)
                    : Promise.all(
                        [n, ...(does === 'act' ? [] : [n])].map((one) =>
                          desk.act(actor, 'console', id, action, actionId(one)),
                        ),
                      )
            if (own) {
              const got = await doing
              // What has gone to a desk that is not theirs comes back without a word of its citizen.
              if (!actor.desks.includes(await deskOf(id)))
                expect(JSON.stringify(got)).not.toContain(secretOf(id))
              continue
            }
            expect(await refusal(doing)).toBe('not_your_desk')
            await settle()
            expect(JSON.stringify(await world.store.case(id))).toBe(before)
          }
          await settle()
          for (const { who, desk } of told) expect(who.desks).toContain(desk)
          for (const { input } of world.accepted)
            if (input.type === 'officer')
              expect(staff.find(({ id }) => id === input.by.id)?.desks).toContain(input.desk)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a case that does not exist looks like one of somebody else', async () => {
    const { world, desk } = openDesk()
    world.open('c1', { desk: leChan })
    const errors = await Promise.all(
      ['c1', 'nothing'].map((id) => desk.case(lan, id).catch((error: Error) => `${error}`)),
    )
    expect(errors[0]).toBe(errors[1])
    expect(await refusal(desk.act(lan, 'console', 'nothing', { does: 'take' }, actionId(1)))).toBe(
      'not_your_desk',
    )
  })

  test('an admin has all of them, somebody without a desk none', async () => {
    const { world, desk } = openDesk()
    world.open('c1', { desk: leChan })
    world.open('c2')
    expect(await desk.list(chief, { limit: 9 })).toHaveLength(2)
    expect(await desk.list(chief, { desks: [leChan], limit: 9 })).toHaveLength(1)
    expect(await desk.list(person('new', []), { limit: 9 })).toEqual([])
    expect(await desk.act(chief, 'console', 'c1', { does: 'take' }, actionId(1))).toMatchObject({
      type: 'done',
    })
  })
})
