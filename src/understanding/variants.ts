/** Mechanical misspellings, for the examples to be learned in more spellings than their authors thought of. */
import { randomNumbers } from './classifier.ts'

/** Letters that lie beside each other on a phone's keyboard. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const slipsPerLetters = 12

/** The text with about one slip in twelve letters: a letter left out, doubled, swapped or hit beside. */
export function misspell(text: string, seed: number): string {
  const random = randomNumbers(seed + 1)
  const letters = [...text]
  const slips = Math.max(1, Math.round(letters.length / slipsPerLetters))
  for (let i = 0; i < slips; i++) slip(letters, Math.floor(random() * letters.length), random())
  return letters.join('')
}

function slip(letters: string[], at: number, kind: number): void {
  const letter = letters[at]
  if (letter === undefined || letter === ' ') return
  if (kind < 0.35) letters.splice(at, 1)
  else if (kind < 0.5) letters.splice(at, 0, letter)
  else if (kind < 0.75) letters.splice(at, 2, letters[at + 1] ?? '', letter)
  else letters[at] = beside(letter)
}

function beside(letter: string): string {
  const row = rows.find((one) => one.includes(letter)) ?? letter
  const at = row.indexOf(letter)
  return row[at + 1] ?? row[at - 1] ?? letter
}
