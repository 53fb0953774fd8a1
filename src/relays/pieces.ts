/** A long text as answers that fit every platform. */
import { splitText } from '../channels/split.ts'

/** The office takes 1900 characters in an answer. */
const maxUnits = 1_800

export function pieces(text: string): readonly string[] {
  return splitText(text, maxUnits)
}
