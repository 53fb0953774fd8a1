/** Which command an utterance is. */
import type { CommandName, Locale } from '../content/content.ts'
import { fold, foldKeepingMarks } from '../text/fold.ts'
import { withoutPadding } from '../text/padding.ts'
import type { Draft } from './draft.ts'

/** The command an utterance is as a whole, polite padding aside; the present language first. */
export function commandOf(draft: Draft, text: string, folded: string): CommandName | undefined {
  return firstOf(draft, text, (locale) => {
    for (const words of [folded, ...bare(text, folded, locale)]) {
      const found = locale.commands.get(words)
      if (found !== undefined) return found
    }
    return undefined
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

/**
 * Without the padding before it, then without that around it: "hỏi con tui" ends in padding, and means it. What is typed
 * with marks is none without them: "nhà" is no "nha".
 */
function bare(text: string, folded: string, { padding, paddingMarks }: Locale): readonly string[] {
  const words = folded.split(' ')
  const { from, to } = withoutPadding(words, padding)
  const marked = foldKeepingMarks(text).split(' ')
  const isPadding = (at: number) => marked[at] === words[at] || paddingMarks.has(marked[at] ?? '')
  const isCut = (first: number, end: number) =>
    words.every((_, at) => (at >= first && at < end) || isPadding(at))
  const ends = [words.length, to].filter((end) => isCut(from, end))
  return ends.map((end) => words.slice(from, end).join(' '))
}
