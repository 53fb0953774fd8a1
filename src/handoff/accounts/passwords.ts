/** Which passwords are taken, and how one-time passwords are made. */
import { randomInt } from 'node:crypto'
import { StaffError } from '../../errors.ts'
import { fold } from '../../text/fold.ts'

export const minPasswordChars = 10
export const maxPasswordChars = 128

/** What people choose first, folded, without the digits and signs around it. */
const common = new Set(
  `password passwords matkhau matkhaumoi matkhaucu motcua admin admins administrator quantri quantrivien canbo congchuc
  xinchao iloveyou anhyeuem emyeuanh yeuem yeuanh giadinh vietnam vietnamvodich hochiminh hanoi saigon haiphong danang
  ubnd uyban phuong xaphuong welcome letmein qwerty qwertyuiop qwertyuio asdfghjkl asdfghjk zxcvbnm qazwsx qazwsxedc
  abc abcd abcde abcdef abcdefgh abcdefghij login user nguoidung khongbiet khongco bimat doimatkhau test testtest demo
  football bongda facebook zalo google iphone samsung dragon master monkey sunshine princess changeme secret`.split(
    /\s+/,
  ),
)
const keyRows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']
const minDifferent = 5

/**
 * Refuses passwords that are guessed first: short ones, common ones, those with the own name in them.
 * @throws StaffError `weak_password`, whose message says what is wrong
 */
export function requireStrong(
  password: string,
  { login, name }: { readonly login: string; readonly name: string },
): void {
  const characters = [...password.normalize('NFKC')]
  if (characters.length < minPasswordChars)
    throw weak(
      `A password has ${minPasswordChars} characters or more; several words in a row are easy to remember.`,
    )
  if (characters.length > maxPasswordChars)
    throw weak(`A password has ${maxPasswordChars} characters at most.`)
  if (new Set(characters).size < minDifferent) throw weak('This password repeats too few characters.')
  const squeezed = fold(password).replaceAll(/[^a-z0-9]/g, '')
  const word = squeezed.replace(/^\d+|\d+$/g, '')
  if (common.has(word) || common.has(squeezed) || isRow(squeezed))
    throw weak(
      'This password is among those that are guessed first. Take several words that only you put together.',
    )
  const own = [login, fold(name).replaceAll(' ', '')].map((text) => text.replaceAll(/[^a-z0-9]/g, ''))
  if (own.some((text) => text.length > 0 && (word === text || (text.length >= 4 && squeezed.includes(text)))))
    throw weak('A password does not hold your own name.')
}

/** Keys that lie side by side, or count up or down. */
function isRow(text: string): boolean {
  const backwards = [...text].reverse().join('')
  return text.length > 0 && keyRows.some((row) => row.includes(text) || row.includes(backwards))
}

function weak(message: string): StaffError {
  return new StaffError('weak_password', message)
}

/** Nothing that looks like something else on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Random, to be read out or copied from paper once: four groups of four, 79 bits. */
export function makeOneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}
