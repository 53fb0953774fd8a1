/** Lists of papers that are too long for one message. */
import type { DocumentItem } from '../content/content.ts'
import type { Finding } from './facts.ts'
import type { View } from './render.ts'
import { caseOf, isItems, itemInWords, neededOf } from './value-words.ts'

/**
 * A list of papers in pieces where it is longer than `most`: first what everybody needs and some of the cases, about
 * `room` of them, then the other cases. Any other finding stays whole.
 */
export function inPieces(finding: Finding, most: number, room: number, view: View): readonly Finding[] {
  const { value } = finding
  if (value === undefined || !isItems(value.value)) return [finding]
  const items = neededOf(value.value, view)
  const unitsOf = (item: DocumentItem) => itemInWords(item, view).length + 1
  if (sum(items.map(unitsOf)) <= most) return [finding]
  const isCase = (item: DocumentItem) => caseOf(item, view) !== undefined
  const first: DocumentItem[] = []
  const left: DocumentItem[] = []
  let units = sum(items.filter((item) => !isCase(item)).map(unitsOf))
  for (const item of items) {
    if (isCase(item)) units += unitsOf(item)
    const isFirst = !isCase(item) || (left.length === 0 && units <= room)
    ;(isFirst ? first : left).push(item)
  }
  if (first.length === 0 || left.length === 0) return [finding]
  const rest = { ...finding, value: { ...value, value: left } }
  return [{ ...finding, value: { ...value, value: first }, left }, ...inPieces(rest, most, room, view)]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
