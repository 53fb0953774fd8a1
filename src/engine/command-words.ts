/** Which command an utterance is. */
import type { CommandName, Locale } from '../content/content.ts'
import { fold, foldKeepingMarks } from '../text/fold.ts'
import { withoutPadding } from '../text/padding.ts'
import type { Draft } from './draft.ts'

/** The command an utterance is as a whole, polite padding aside; the present language first. */
export function commandOf(draft: Draft, text: string, folded: string): CommandName | undefined {
  for (const locale of localesOf(draft)) {
    const command = locale.commands.get(folded) ?? locale.commands.get(bare(folded, locale))
    if (command !== undefined && isMeant(command, text)) return command
  }
  return undefined
}

/** The command an utterance is word by word, without anything around it. */
export function exactCommandOf(draft: Draft, text: string, folded: string): CommandName | undefined {
  const found = localesOf(draft).map((locale) => locale.commands.get(folded))
  return found.find((command) => command !== undefined && isMeant(command, text))
}

/** The present language first. */
function localesOf(draft: Draft): readonly Locale[] {
  return [draft.locale, ...[...draft.content.locales.values()].filter((one) => one !== draft.locale)]
}

/** Typed with marks, "bột" and "bớt" are words of their own and no call for a bot. */
function isMeant(command: CommandName, text: string): boolean {
  if (command !== 'bot') return true
  return foldKeepingMarks(text)
    .split(' ')
    .every((word) => word === 'bot' || fold(word) !== 'bot')
}

function bare(folded: string, locale: Locale): string {
  const words = folded.split(' ')
  const { from, to } = withoutPadding(words, locale.padding)
  return words.slice(from, to).join(' ')
}
