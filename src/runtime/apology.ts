/** What a citizen hears when the engine failed. */
import type { Content } from '../content/content.ts'
import type { CaseChange, EpochMs, Input, Outcome, Session } from '../engine/turn.ts'
import { hideSecrets } from '../text/identity.ts'
import type { Advance } from './run-turn.ts'

/** Whether anything can be done with a session: if not even opening it works, the citizen could never leave it. */
export function isUsable(
  session: Session | undefined,
  content: Content,
  advance: Advance,
  now: EpochMs,
): boolean {
  try {
    advance(content, session, { type: 'start' }, now)
    return true
  } catch {
    return false
  }
}

/** What is said and done after a fault of ours; the citizen stays where they were, if that place is `kept`. */
export function apology(
  content: Content,
  session: Session | undefined,
  kept: Session | undefined,
  input: Input,
  now: EpochMs,
): Outcome {
  const locale = session?.locale ?? content.defaultLocale
  const say = (key: string) => phraseIn(content, locale, key) ?? phraseIn(content, content.defaultLocale, key)
  const text = say('error.apology')
  const label = say('person.choice')
  // Nobody waits for an answer to a timer or an officer: an apology out of the blue would only puzzle. And while a person
  // is in charge, the bot is silent.
  const isHeard = input.type !== 'timer' && input.type !== 'officer' && kept?.case?.state !== 'taken'
  const choices = label === undefined ? {} : { choices: [{ id: askForPerson, label }] }
  return {
    session: kept ?? { v: 1, content: content.version, locale, heardAt: now },
    replies: text === undefined || !isHeard ? [] : [{ text, ...choices }],
    effects: [{ type: 'count', name: 'engine_failed' }, ...keptOfCase(kept, input, now)],
  }
}

/** What was said in a case is not lost to a fault of ours, and no officer's surface waits in vain. */
function keptOfCase(kept: Session | undefined, input: Input, at: EpochMs): readonly CaseChange[] {
  if (input.type === 'officer') {
    const { id: action, via } = input
    const entry = { at, kind: 'refused', reason: 'unknown', via, action } as const
    return [{ type: 'case_change', case: input.case, set: {}, log: [entry] }]
  }
  if (kept?.case === undefined || input.type !== 'text') return []
  const entry = { at, kind: 'citizen', text: hideSecrets(input.text) } as const
  return [{ type: 'case_change', case: kept.case.id, set: {}, log: [entry] }]
}

/** The choice with which the engine offers a person. */
const askForPerson = '!person'

function phraseIn(content: Content, locale: string, key: string): string | undefined {
  return content.locales.get(locale)?.phrases.get(key)
}
