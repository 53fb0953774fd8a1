import { emptyEnv } from '../content/content.ts'
import { type Draft, here, walkOf } from './draft.ts'
import { render } from './render.ts'

/** How to reach a person about the present matter, or about anything. */
export function contactText(draft: Draft): string {
  const place = here(draft)
  const view = { locale: draft.locale, today: draft.today, env: place ? walkOf(draft, place).env : emptyEnv }
  const matter = draft.frame === undefined ? undefined : draft.content.procedures.get(draft.frame.procedure)
  return matter === undefined ? generalContact(draft) : render(matter.contact.text, view)
}

/** How to reach a person about what is no matter of ours. */
export function generalContact({ content, locale, today }: Draft): string {
  const [contact] = content.contacts.values()
  return contact === undefined ? '' : render(contact.text, { locale, today, env: emptyEnv })
}
