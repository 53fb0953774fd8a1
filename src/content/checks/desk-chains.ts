/** Who comes next: the chains of desks, each link found, none going round in circles. */
import type { DeskDraft } from '../compile/desk-draft.ts'
import type { Complaints } from '../complaints.ts'
import type { DeskId, EscalationStep } from '../content.ts'
import type { ContactsFile } from '../schema/others.ts'
import { didYouMean } from '../suggest.ts'
import { below } from '../yaml.ts'

/** The drafts with their whole chains. `isWhole`: every file of desks could be read. */
export function followChains(
  drafts: readonly DeskDraft[],
  contacts: ContactsFile['contacts'] | undefined,
  isWhole: boolean,
  complaints: Complaints,
): readonly DeskDraft[] {
  const ids = new Set(drafts.map(({ desk }) => desk.id))
  const own = new Map<DeskId, readonly EscalationStep[]>(
    drafts.map((draft) => [draft.desk.id, stepsOf(draft, ids, contacts, isWhole, complaints)]),
  )
  complainOfCircles(drafts, own, complaints)
  return drafts.map((draft) => ({
    ...draft,
    desk: { ...draft.desk, escalation: wholeChain(draft.desk.id, own) },
  }))
}

function stepsOf(
  { desk, source, at, place }: DeskDraft,
  ids: ReadonlySet<DeskId>,
  contacts: ContactsFile['contacts'] | undefined,
  isWhole: boolean,
  complaints: Complaints,
): readonly EscalationStep[] {
  return source.escalation.flatMap((step, index): readonly EscalationStep[] => {
    const stepAt = below(at, 'escalation', index)
    if ('contact' in step) {
      if (contacts === undefined || Object.hasOwn(contacts, step.contact)) {
        return [{ type: 'contact', contact: step.contact }]
      }
      const mend = didYouMean(step.contact, Object.keys(contacts), 'Add it to contacts.yaml.')
      const message = `there is no contact "${step.contact}"`
      complaints.error('unknown-contact', below(stepAt, 'contact'), message, mend)
      return []
    }
    const deskAt = below(stepAt, 'desk')
    const inFolder = place === undefined ? step.desk : `${place}/${step.desk}`
    const found = [inFolder, step.desk].find((id) => ids.has(id))
    if (found === desk.id) {
      complaints.error('chain-circle', deskAt, 'this is the desk itself', 'Name another desk, or a contact.')
      return []
    }
    if (found !== undefined) return [{ type: 'desk', desk: found }]
    if (isWhole) {
      const mend = didYouMean(
        step.desk,
        shortNames(ids, place),
        'Write the desk first, here or in its folder.',
      )
      complaints.error('unknown-desk', deskAt, `there is no desk "${step.desk}"`, mend)
    }
    return []
  })
}

/** As they may be written in a file of that folder. */
function shortNames(ids: ReadonlySet<DeskId>, place: string | undefined): readonly string[] {
  const own = place === undefined ? undefined : `${place}/`
  return [...ids].map((id) => (own !== undefined && id.startsWith(own) ? id.slice(own.length) : id))
}

type Steps = ReadonlyMap<DeskId, readonly EscalationStep[]>

/** Once for each circle, at the first of its desks. */
function complainOfCircles(drafts: readonly DeskDraft[], own: Steps, complaints: Complaints): void {
  const done = new Set<DeskId>()
  const visit = (id: DeskId, way: readonly DeskId[]): readonly DeskId[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id]
    if (done.has(id)) return undefined
    for (const step of own.get(id) ?? []) {
      const circle = step.type === 'desk' ? visit(step.desk, [...way, id]) : undefined
      if (circle) return circle
    }
    done.add(id)
    return undefined
  }
  for (const { desk } of drafts) {
    const circle = visit(desk.id, [])
    if (circle === undefined) continue
    for (const id of circle) done.add(id)
    const [first, second] = circle
    const draft = drafts.find((one) => one.desk.id === first)
    const index = (own.get(first ?? '') ?? []).findIndex(
      (step) => step.type === 'desk' && step.desk === second,
    )
    if (draft === undefined) continue
    const message = `the chain goes round: ${circle.join(' > ')}`
    const mend = 'Take one of these desks out of the chain of the next.'
    complaints.error('chain-circle', below(draft.at, 'escalation', Math.max(0, index)), message, mend)
  }
}

/** Its own steps; when the last is a desk, that one's follow. Nobody twice. */
function wholeChain(id: DeskId, own: Steps): readonly EscalationStep[] {
  const chain: EscalationStep[] = []
  const met = new Set<string>([`desk ${id}`])
  for (let next: DeskId | undefined = id; next !== undefined; ) {
    const steps: readonly EscalationStep[] = own.get(next) ?? []
    const before = chain.length
    for (const step of steps) {
      const key = step.type === 'desk' ? `desk ${step.desk}` : `contact ${step.contact}`
      if (met.has(key)) continue
      met.add(key)
      chain.push(step)
    }
    const last = steps.at(-1)
    next = chain.length > before && last?.type === 'desk' ? last.desk : undefined
  }
  return chain
}
