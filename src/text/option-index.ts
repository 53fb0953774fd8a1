/** Lists of options as they are read over and over: what each is called, and which one a phrase is. */
import { fold, foldKeepingMarks } from './fold.ts'

export interface OptionWords {
  readonly id: string
  /** As the citizen sees it. */
  readonly label: string
  /** Other phrases that mean it, folded. */
  readonly words: readonly string[]
}

/** Which options a whole utterance can mean, in the order of the list. */
export interface OptionIndex {
  /** By label, marks kept: see {@link foldKeepingMarks}. */
  readonly byMarked: ReadonlyMap<string, readonly string[]>
  /** By label or other phrase, folded. */
  readonly byFolded: ReadonlyMap<string, readonly string[]>
  /** The words that labels and phrases begin with: an utterance without any of them contains none. */
  readonly firstWords: ReadonlySet<string>
}

const indexes = new WeakMap<readonly OptionWords[], OptionIndex>()

/** The index of a list; kept as long as the list itself. */
export function indexOfOptions(options: readonly OptionWords[]): OptionIndex {
  const known = indexes.get(options)
  if (known !== undefined) return known
  const byMarked = new Map<string, string[]>()
  const byFolded = new Map<string, string[]>()
  const firstWords = new Set<string>()
  for (const option of options) {
    note(byMarked, foldedLabel(option.label).marked, option.id)
    for (const phrase of phrasesOf(option)) {
      note(byFolded, phrase.join(' '), option.id)
      firstWords.add(phrase[0] ?? '')
    }
  }
  const made = { byMarked, byFolded, firstWords }
  indexes.set(options, made)
  return made
}

function note(ids: Map<string, string[]>, phrase: string, id: string): void {
  const known = ids.get(phrase)
  if (known === undefined) ids.set(phrase, [id])
  else if (!known.includes(id)) known.push(id)
}

const splitOnce = new WeakMap<OptionWords, readonly (readonly string[])[]>()

/** The label and the other phrases of an option, as words. */
export function phrasesOf(option: OptionWords): readonly (readonly string[])[] {
  const known = splitOnce.get(option)
  if (known) return known
  const made = [labelWords(option.label), ...option.words.map((phrase) => phrase.split(' '))]
  splitOnce.set(option, made)
  return made
}

/** Labels come from the content, so there are few; folding them is most of the work. */
const foldedLabels = new Map<string, { readonly marked: string; readonly words: readonly string[] }>()
const mostLabels = 2000

function foldedLabel(label: string): { readonly marked: string; readonly words: readonly string[] } {
  const known = foldedLabels.get(label)
  if (known) return known
  if (foldedLabels.size >= mostLabels) foldedLabels.clear()
  const made = { marked: foldKeepingMarks(label), words: fold(label).split(' ') }
  foldedLabels.set(label, made)
  return made
}

/** The words of a label, folded. */
export const labelWords = (label: string): readonly string[] => foldedLabel(label).words
