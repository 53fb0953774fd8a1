/** Words that go to a group: its members' phones and servers abroad keep them. */
import { hideSecrets } from '../text/identity.ts'

/** A phone number as people write it. */
const phone = /(?<![\d./-])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d/-])/g
const shownDigits = 3

/** The text without identity numbers and secrets; of a phone number only the last three digits stay. */
export function masked(text: string): string {
  // First the phones: nine digits of one would count as an old identity number.
  return hideSecrets(text.replaceAll(phone, (number) => maskedPhone(number)))
}

export function maskedPhone(number: string): string {
  return `•••${number.replaceAll(/\D/g, '').slice(-shownDigits)}`
}
