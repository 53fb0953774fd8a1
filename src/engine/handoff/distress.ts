/** Words that show somebody to be angry or at a loss: lists of the interface files, so that they can be mended there. */
import { foldKeepingMarks } from '../../text/fold.ts'
import type { Draft } from '../draft.ts'

/** Whether these words do. Typed with marks they must have the right ones; typed without, the letters are enough. */
export function soundsDistressed({ content, locale }: Draft, text: string, folded: string): boolean {
  const padded = ` ${folded} `
  let marked: string | undefined
  for (const { distress } of content.locales.size === 1 ? [locale] : content.locales.values()) {
    for (const words of distress) {
      if (!padded.includes(` ${words.folded} `)) continue
      marked ??= foldKeepingMarks(text)
      if (marked === folded || ` ${marked} `.includes(` ${words.marked} `)) return true
    }
  }
  return false
}
