/** What we offer to do: all procedures, the most common, or those of a group. */
import type { ProcedureId, Topic } from '../content/content.ts'
import { type Draft, offer } from './draft.ts'
import { metaChoice } from './meta.ts'
import { keepSaid } from './pending.ts'
import { phrase } from './phrases.ts'
import type { Choice } from './turn.ts'

/** Offers all procedures; `lead` stands before it in the same message. */
export function showMenu(
  draft: Draft,
  key: 'welcome.text' | 'welcome.again' | 'menu.text',
  lead?: string,
): void {
  const text = phrase(draft.locale, key)
  offer(draft, lead === undefined ? text : `${lead}\n${text}`, menuChoices(draft))
}

/** What the menu offers; with a topic, each choice leads to what is known about it. */
export function menuChoices(draft: Draft, topic?: Topic): readonly Choice[] {
  return draft.content.menu.map((item) =>
    typeof item === 'string'
      ? procedureChoice(draft, item, topic)
      : metaChoice(draft, topic === undefined ? `!group:${item.id}` : `!group:${item.id}:${topic}`),
  )
}

/** What is asked for most, and a way to the whole menu: a list that a small phone shows at once. */
export function commonChoices(draft: Draft): readonly Choice[] {
  const common = draft.content.menu.filter((item) => typeof item === 'string')
  return [...common.map((id) => procedureChoice(draft, id)), metaChoice(draft, '!menu')]
}

/** Leads to a procedure; with a topic, to what is known about it. */
export function procedureChoice(draft: Draft, id: ProcedureId, topic?: Topic): Choice {
  return metaChoice(draft, topic === undefined ? `!start:${id}` : `!topic:${id}:${topic}`)
}

/** Offers the procedures of a group; one that is no more leads to the menu. `words` led there. */
export function showGroup(draft: Draft, id: string, topic?: Topic, words = ''): void {
  const group = draft.content.menu.find((item) => typeof item !== 'string' && item.id === id)
  if (group === undefined || typeof group === 'string') return showMenu(draft, 'menu.text')
  const choices = group.procedures.map((one) => procedureChoice(draft, one, topic))
  offer(draft, phrase(draft.locale, 'menu.group'), [...choices, metaChoice(draft, '!menu')], keepSaid(words))
}
