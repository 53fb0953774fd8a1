// @ts-check
/** Times in words, by the server's clock and on the wall of a Vietnamese office. */
import { locale, text } from './texts.js'

const timeZone = 'Asia/Ho_Chi_Minh'
const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hour12: false })
const dayAndTime = new Intl.DateTimeFormat(locale, {
  timeZone,
  day: '2-digit',
  month: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const dayOnly = new Intl.DateTimeFormat(locale, {
  timeZone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
})

/** How far the server's clock is ahead of this device's. */
let ahead = 0

/** @param {number} serverTime */
export function setServerTime(serverTime) {
  ahead = serverTime - Date.now()
}

export function now() {
  return Date.now() + ahead
}

/** "vừa xong", "5 phút", "3 giờ", "2 ngày". @param {number} at */
export function lasting(at) {
  const minutes = Math.floor((now() - at) / 60_000)
  if (minutes < 1) return text('time.now')
  if (minutes < 60) return text('time.minutes', { n: minutes })
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? text('time.hours', { n: hours }) : text('time.days', { n: Math.floor(hours / 24) })
}

/** The hour, with the day unless it is today. @param {number} at */
export function moment(at) {
  const isToday = dayOnly.format(at) === dayOnly.format(now())
  return isToday ? clock.format(at) : dayAndTime.format(at)
}

/** @param {number} at */
export function fullMoment(at) {
  return `${clock.format(at)}, ${dayOnly.format(at)}`
}

/** A day like 2026-11-27 as people write it. @param {string} day */
export function dayWords(day) {
  const [year, month, date] = day.split('-')
  return `${date}/${month}/${year}`
}
