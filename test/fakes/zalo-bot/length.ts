/** What counts as one of the 2,000 of a text: the platform does not say. */
import type { ZaloBotSwitches } from './switches.ts'

/** How long a text is in the unit that the platform counts. */
export function lengthOf(text: string, { textUnit }: ZaloBotSwitches): number {
  return textUnit === 'utf16' ? text.length : [...text].length
}
