/** Mechanical misspellings, for the examples to be learned in more spellings than their authors thought of. */
import { lotOf, randomNumbers } from './chance.ts'

/** Letters that lie beside each other on a phone's keyboard. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const slipsPerLetters = 12

/** The text with about one slip in twelve letters: a letter left out, doubled, swapped or hit beside. Always the same. */
export function misspell(text: string): string {
  const random = randomNumbers(lotOf(text))
  const slips = Math.max(1, Math.round(text.length / slipsPerLetters))
  let typed = text
  for (let i = 0; i < slips; i++) typed = slip(typed, Math.floor(random() * typed.length), random())
  return typed
}

function slip(text: string, at: number, kind: number): string {
  const letter = text.charAt(at)
  if (letter === '' || letter === ' ') return text
  const [before, after] = [text.slice(0, at), text.slice(at + 1)]
  if (kind < 0.35) return before + after
  if (kind < 0.5) return before + letter + letter + after
  if (kind < 0.75) return before + after.charAt(0) + letter + after.slice(1)
  return before + beside(letter) + after
}

function beside(letter: string): string {
  const row = rows.find((one) => one.includes(letter)) ?? letter
  const at = row.indexOf(letter)
  return row[at + 1] ?? row[at - 1] ?? letter
}
