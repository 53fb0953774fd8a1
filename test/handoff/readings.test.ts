import { describe, expect, test } from 'vitest'
import { createAudit } from '../../src/handoff/audit.ts'
import { createReadings } from '../../src/handoff/readings.ts'
import { memoryShelf } from '../support/shelf.ts'
import { address, hour, minute, start } from './arrange.ts'

const lan = { id: 'lan' }
const binh = { id: 'binh' }
const [one, two] = ['c1', 'c2'].map((id) => ({ id, desk: 'hai-phong/hong-bang' })) as [Of, Of]
type Of = { readonly id: string; readonly desk: string }

function open() {
  let at = start
  const now = () => at
  const shelf = memoryShelf()
  const audit = createAudit({ shelf, now })
  const readings = () => createReadings({ shelf, audit, now })
  const written = async () =>
    (await audit.newest(100)).toReversed().map(({ body: { who, what, case: id } }) => `${who} ${what} ${id}`)
  return { shelf, audit, readings, written, now, pass: (ms: number) => (at += ms) }
}

describe('that a case was read', () => {
  test('stands in the audit once an hour for each who read it, whichever process showed it', async () => {
    const { readings, written, pass, audit } = open()
    const [here, there] = [readings(), readings()]
    await here.note({ staff: lan, of: one, via: 'console', address })
    await here.note({ staff: lan, of: one, via: 'console', address })
    await here.note({ staff: binh, of: one, via: 'console' })
    await here.note({ staff: lan, of: two, via: 'console' })
    pass(59 * minute)
    await there.note({ staff: lan, of: one, via: 'console' })
    expect(await written()).toEqual(['lan case.read c1', 'binh case.read c1', 'lan case.read c2'])
    // An hour from the reading that was written, not from the last one.
    pass(minute)
    await there.note({ staff: lan, of: one, via: 'console' })
    await here.note({ staff: lan, of: one, via: 'console' })
    expect(await written()).toHaveLength(4)
    expect((await audit.newest(100)).at(-1)?.body).toEqual({
      ...{ who: 'lan', what: 'case.read', case: 'c1', desk: 'hai-phong/hong-bang', via: 'console', address },
    })
  })

  test('is written once for a page that asks for several things at the same moment', async () => {
    const { readings, written } = open()
    const { note } = readings()
    await Promise.all([1, 2, 3].map(() => note({ staff: lan, of: one, via: 'console' })))
    expect(await written()).toEqual(['lan case.read c1'])
  })

  test('is known before anything is shown: what cannot be written is refused, and tried again', async () => {
    const { shelf, audit, now, written } = open()
    let isAway = true
    const { note } = createReadings({
      shelf,
      now,
      audit: {
        note: async (entry) => {
          if (isAway) throw new Error('away')
          await audit.note(entry)
        },
      },
    })
    const read = () => note({ staff: lan, of: one, via: 'console' })
    expect(await Promise.allSettled([read(), read()])).toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ])
    isAway = false
    await read()
    expect(await written()).toEqual(['lan case.read c1'])
  })

  test('costs no memory that grows with the cases that were ever read', async () => {
    const { readings, written, pass } = open()
    const { note } = readings()
    for (let id = 0; id < 1_100; id++)
      await note({ staff: lan, of: { ...one, id: `c${id}` }, via: 'console' })
    await note({ staff: lan, of: { ...one, id: 'c0' }, via: 'console' })
    pass(hour)
    await note({ staff: lan, of: { ...one, id: 'c0' }, via: 'console' })
    expect((await written()).filter((line) => line.endsWith(' c0')).length).toBeLessThanOrEqual(2)
  })
})
