/** "Thứ 7 có làm không", "mấy giờ xã mở cửa": whether a question asks when an office is open. Pure. */
import { tokenise } from './tokens.ts'

/** A longer text asks more than this. */
const maxChars = 120

const day =
  '(?:thu 7|t ?7|thu bay|chu nhat|cuoi tuan|ngay nghi|ngay le|le tet|buoi trua|trua|buoi toi|ngoai gio)'
const office = '(?:xa|phuong|uy ban|ubnd|cong an|mot cua|ben do|ben xa|tru so)'
const works = '(?:lam viec|lam|mo cua|mo|nghi|truc|tiep dan|tiep|nhan ho so)'
const staff = '(?:ho|nguoi ta|can bo|may co|may chu|ben ay)'
const not = '(?:khong|ko|k|kg|hong|hok|hem|hay khong)'
const soon = '(?:bua nay|hom nay|sang nay|trua nay|chieu nay|mai|sang mai|chieu mai|ngay mai|gio nay|bay gio)'
const lead = '(?:ua|ma|vay|the|thi|da|a|cho hoi|em oi|con oi)'
const who = '(?:tui|toi|em|e|minh|bac|ba|co|chu|con|chau|ong|anh|chi)'
const goes = '(?:di|ra|len|toi|den|qua|lam|nop)'
const questions: readonly RegExp[] = [
  // With nothing else in it: "mai làm được không".
  new RegExp(
    `^(?:${lead} )*${soon} (?:thi )?(?:${who} )?${goes}(?: (?:${office}|lam|nop|giay|giay to|ho so|luon|lien|do))* (?:duoc|dc|kip) (?:${not}|chua)(?: \\S+)?$`,
  ),
  new RegExp(`\\b${soon} (?:\\S+ ){0,2}?${office} (?:\\S+ )?co ${works} ${not}\\b`),
  new RegExp(`\\b${office} ${soon} (?:thi )?co ${works} ${not}\\b`),
  new RegExp(`\\b${day} (?:\\S+ ){0,3}?${works}(?: \\S+){0,2} ${not}\\b`),
  new RegExp(`\\b${works} (?:\\S+ ){0,2}?${day} ${not}\\b`),
  new RegExp(`\\bmay gio (?:thi )?(?:(?:${office}|${staff}) (?:\\S+ )?)?${works}\\b`),
  new RegExp(`\\b(?:${office} )${works} (?:den |tu |luc )?may gio\\b`),
  /\bgio (?:lam viec|mo cua|hanh chinh|tiep dan)\b/,
  /\b(?:lam viec|mo cua|dong cua|nghi) (?:den|tu|luc) may gio\b/,
]

/** Whether the text asks for the hours of an office. Never throws. */
export function asksForHours(text: string): boolean {
  if (text.length > maxChars) return false
  const folded = tokenise(text)
    .map((token) => token.folded)
    .join(' ')
  return questions.some((question) => question.test(folded))
}
