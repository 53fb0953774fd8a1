/** Things nobody should send us: identity numbers, passwords, one-time codes. */
import { fold } from './fold.ts'

/** A run of 9 or 12 digits, as identity cards have, alone or grouped by spaces, dots or dashes. */
const identityNumber = /(?<![\d/.-])(?:\d{12}|\d{9}|\d{3}(?:[ .-]\d{3}){2,3})(?![\d/-])/
/** A secret named and given: "otp 123456", "mat khau la abc123". */
const secret =
  /\b(?:otp|mat khau|password|passcode|ma xac thuc|ma xac nhan|ma pin)\b(?: (?:cua|em|toi|minh|la|so))* \S*\d{3,}/
/** Neither of them is without a digit. */
const anyDigit = /\d/
const wordWithDigits = /\S*\d{3,}\S*/g

/** Stands for what was hidden. */
export const hidden = '•••'

/**
 * Whether a message gives away an identity number, a password or a one-time code. Asking about them ("quên mật
 * khẩu thì làm sao") does not count. `folded` is the same text through `fold`.
 */
export function givesAwaySecret(text: string, folded: string): boolean {
  return anyDigit.test(folded) && (identityNumber.test(text) || secret.test(folded))
}

/** The text with all that {@link givesAwaySecret} sees replaced by {@link hidden}; phone numbers stay. */
export function hideSecrets(text: string): string {
  const withoutNumbers = text.replaceAll(new RegExp(identityNumber, 'g'), hidden)
  return secret.test(fold(withoutNumbers))
    ? withoutNumbers.replaceAll(wordWithDigits, hidden)
    : withoutNumbers
}
