/** What is shown of utterances one by one, as rows of features: common to those who learn from them. */
import type { Words } from './normalise.ts'
import { createRows, type Rows, type RowsInMaking } from './rows.ts'

export interface Shown {
  show(words: Words): void
  /** What was shown, its features counted; not to be changed. */
  shown(): Rows
  /** Takes over what was shown to another, behind what was shown here. */
  take(shown: Rows): void
}

/** `append` adds the features of an utterance to the rows; `last` is the one before it. */
export function createShown(
  append: (words: Words, rows: RowsInMaking, last: Words | undefined) => void,
): Shown {
  const rows = createRows()
  let last: Words | undefined
  return {
    show: (words) => {
      // What was typed without marks is its own plain spelling: the same words twice in a row.
      if (words === last) return rows.repeat()
      append(words, rows, last)
      last = words
    },
    shown: rows.rows,
    take: rows.appendAll,
  }
}
