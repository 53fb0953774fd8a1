/** What scripts answer for the pieces of a call: as one text of numbers, as the client takes long over each entry of a list. */
import { lengthOf, unitAt } from '../../code-units.ts'

/** What a script answers for one piece: a number, or a text of ours that it found. */
export type Answer = number | string

const space = 32
const minus = 45
const equals = 61
const zero = 48

/**
 * Reads `12 0 -1 = 7` and the texts behind it: numbers in the order of the pieces, and `=` for the next of the texts.
 * Nothing at all stands for pieces that are answered nothing.
 */
export function readAnswers([numbers = '', ...texts]: readonly string[]): readonly Answer[] {
  const answers: Answer[] = []
  const length = lengthOf(numbers)
  let number = 0
  let isBelow = false
  let isText = false
  const end = () => {
    answers.push(isText ? (texts.shift() ?? '') : isBelow ? -number : number)
    number = 0
    isBelow = false
    isText = false
  }
  for (let at = 0; at < length; at++) {
    const unit = unitAt(numbers, at)
    if (unit === space) end()
    else if (unit === minus) isBelow = true
    else if (unit === equals) isText = true
    else number = number * 10 + (unit - zero)
  }
  if (length > 0) end()
  return answers
}
