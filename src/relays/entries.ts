/** What happens in a case, as messages of a group: many entries in one. Pure. */
import type { NumberedEntry } from '../store/store.ts'
import { masked } from './mask.ts'
import type { Words } from './words.ts'

export interface Batch {
  /** Empty: nothing of these entries is to be said. */
  readonly text: string
  readonly upTo: number
  /** Nobody has to look at once: only the bot spoke. */
  readonly isSilent: boolean
}

export interface BatchOptions {
  readonly words: Words
  readonly deskName: (id: string) => string
  /** Whether an entry stands in the place already: somebody wrote it there. */
  readonly isThere: (entry: NumberedEntry) => boolean
}

const maxUnits = 4_000
/** What the bot said is known in the office; where it went on is enough. */
const maxBotChars = 280

/** The first entries as one message, as many as fit; `undefined` when there are none. */
export function batchOf(entries: readonly NumberedEntry[], options: BatchOptions): Batch | undefined {
  const lines: string[] = []
  let [units, upTo, isSilent] = [0, 0, true]
  for (const entry of entries) {
    const line = options.isThere(entry) ? undefined : lineOf(entry, options)
    if (line !== undefined) {
      if (lines.length > 0 && units + line.length > maxUnits) break
      lines.push(line.slice(0, maxUnits))
      units += line.length + 2
      if (entry.kind !== 'bot') isSilent = false
    }
    upTo = entry.number
  }
  return upTo === 0 ? undefined : { text: lines.join('\n\n'), upTo, isSilent }
}

function lineOf(entry: NumberedEntry, { words, deskName }: BatchOptions): string | undefined {
  const { kind, by, via, outcome, rating } = entry
  const said = masked(entry.text ?? '')
  const picture = entry.image === undefined ? '' : words('picture', { alt: masked(entry.image.alt) })
  const text = [said, picture].filter((part) => part !== '').join('\n')
  const name = by?.name ?? words('somebody')
  const desk = entry.desk === undefined ? '' : deskName(entry.desk)
  const remark = text === '' ? '' : `\n${words('remark', { text })}`
  switch (kind) {
    case 'citizen':
      return words('said_citizen', { text })
    case 'bot': {
      const short = text.length > maxBotChars ? `${text.slice(0, maxBotChars).toWellFormed()}…` : text
      return via === undefined
        ? words('said_bot', { text: short })
        : words('said_fact', { name, text: short })
    }
    case 'officer':
      return words(text === '' ? 'said_elsewhere' : 'said_officer', {
        name,
        text,
        where: words(`via_${via ?? 'console'}`),
      })
    case 'note':
      return words('said_note', { name, text })
    case 'taken':
      return words('taken', { name })
    case 'passed':
      return words('passed', { name, desk }) + remark
    case 'escalated':
      return desk === '' ? words('overdue') : words('escalated', { desk })
    case 'given_back':
      return by === undefined ? words('back_by_citizen') : words('given_back', { name })
    case 'closed':
      return words('closed', { name, outcome: words(`outcome_${outcome ?? 'other'}`) }) + remark
    case 'rated':
      return words('rated', { stars: String(rating ?? '') }) + remark
    case 'opened':
    case 'refused':
      return undefined
  }
}
