import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import type { AskStep, Content, Slots, SlotValue } from '../../src/content/content.ts'
import { loadContent } from '../../src/content/load.ts'
import { type Walk, walk, walkOn } from '../../src/engine/walk.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const today = Day.inVietnam(Date.parse('2026-11-22T09:00+07:00'))
let content: Content

beforeAll(async () => {
  const loaded = await loadContent({ flowsDir: folder('flows'), localesDir: folder('locales') })
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'))
  content = loaded.content
})

/** Some answer to a question, by a number. */
function answerTo(ask: AskStep, number: number): SlotValue {
  switch (ask.slotType) {
    case 'choice':
      return [...ask.options.keys()][number % ask.options.size] ?? ''
    case 'yes_no':
      return number % 2 === 0
    case 'number':
      return number
    case 'date':
      return today.plusDays(40 - 20 * number).iso
    case 'place':
      return [...content.places.all.keys()][number] ?? ''
    case 'ticks':
      return []
    case 'phone':
    case 'text':
      return '0912345678'
  }
}

test.each(['birth-linked', 'death-linked', 'temporary-residence', 'certify-copy'])(
  'to walk on in %s is to walk all the way',
  (id) => {
    const procedure = content.procedures.get(id)
    const script = procedure?.script
    if (procedure === undefined || script === undefined) throw new Error(`no script ${id}`)
    const anew = (slots: Slots) => walk({ procedure, script, slots, today, isRevalidating: false })
    const answers = fc.array(fc.nat(12), { minLength: 12, maxLength: 30 })
    let walkedOn = 0
    fc.assert(
      fc.property(answers, fc.option(fc.constantFrom(...script.byId.keys())), (numbers, early) => {
        let slots: Slots = {}
        // An answer kept from before an edit may lie beyond the open question.
        const beyond = early === null ? undefined : script.byId.get(early)
        if (beyond?.type === 'ask') slots = { [beyond.slot]: answerTo(beyond, 1) }
        let before: Walk = anew(slots)
        for (const number of numbers) {
          const { stop } = before
          if (stop?.type !== 'ask') break
          slots = { ...slots, [stop.slot]: answerTo(stop, number) }
          const after = walkOn({ procedure, script, slots, today, isRevalidating: false }, before)
          expect(after).toEqual(anew(slots))
          if (before.openAt !== undefined) walkedOn += 1
          before = after
        }
      }),
    )
    expect(walkedOn).toBeGreaterThan(0)
  },
)
