/** Which command an utterance is. */
import type { CommandName, Locale } from '../content/content.ts'
import { fold, foldKeepingMarks } from '../text/fold.ts'
import { withoutPadding } from '../text/padding.ts'
import type { Draft } from './draft.ts'

/** The command an utterance is as a whole, polite padding aside; the present language first. */
export function commandOf(draft: Draft, text: string, folded: string): CommandName | undefined {
  return firstOf(draft, text, (locale) => {
    return locale.commands.get(folded) ?? locale.commands.get(bare(text, folded, locale))
  })
}

/** The command an utterance is word by word, without anything around it. */
export function exactCommandOf(draft: Draft, text: string, folded: string): CommandName | undefined {
  return firstOf(draft, text, ({ commands }) => commands.get(folded))
}

function firstOf(
  { locale, content }: Draft,
  text: string,
  find: (locale: Locale) => CommandName | undefined,
): CommandName | undefined {
  const own = find(locale)
  if (own !== undefined && isMeant(own, text)) return own
  for (const other of content.locales.values()) {
    const command = other === locale ? undefined : find(other)
    if (command !== undefined && isMeant(command, text)) return command
  }
  return undefined
}

/** Typed with marks, "bột" and "bớt" are words of their own and no call for a bot. */
function isMeant(command: CommandName, text: string): boolean {
  if (command !== 'bot') return true
  return foldKeepingMarks(text)
    .split(' ')
    .every((word) => word === 'bot' || fold(word) !== 'bot')
}

/** Without the padding around it. What is typed with marks is none without them: "nhà" is no "nha". */
function bare(text: string, folded: string, { padding, paddingMarks }: Locale): string {
  const words = folded.split(' ')
  const { from, to } = withoutPadding(words, padding)
  if (from === 0 && to === words.length) return folded
  const marked = foldKeepingMarks(text).split(' ')
  const isPadding = (word: string, at: number) => marked[at] === word || paddingMarks.has(marked[at] ?? '')
  const isCut = words.every((word, at) => (at >= from && at < to) || isPadding(word, at))
  return isCut ? words.slice(from, to).join(' ') : folded
}
