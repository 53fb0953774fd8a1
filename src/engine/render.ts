/** Texts with their values filled in. */
import { Count } from '../calendar/count.ts'
import { Day } from '../calendar/day.ts'
import type { Env, Format, Locale, Template, TemplatePart, Text } from '../content/content.ts'
import { formatDate, formatDays, formatDaysLeft, formatMoney, formatNumber } from '../text/format.ts'
import { countInWords } from './count-words.ts'
import type { Counted } from './counted.ts'
import { formatWords } from './format-words.ts'
import { phrase } from './phrases.ts'

/** What a text is written out with. */
export interface View {
  readonly locale: Locale
  /** The day "days left" is counted from. */
  readonly today: Day
  readonly env: Env
  /** Tells a deadline as a day, where the day it runs from is known. */
  readonly counted?: Counted
}

/** Writes a text out in the view's language, or in Vietnamese where it has not been translated. */
export function render(text: Text, view: View): string {
  const template = templateOf(text, view.locale)
  const [first] = template
  if (template.length === 1 && typeof first === 'string') return first
  let out = ''
  for (const part of template) out += typeof part === 'string' ? part : renderValue(part, view)
  return out.trim()
}

/** The text in a language, or in Vietnamese where it has not been translated. */
export function templateOf(text: Text, locale: Locale): Template {
  return text.get(locale.tag) ?? text.get('vi') ?? []
}

function renderValue(part: Exclude<TemplatePart, string>, view: View): string {
  const value = part.expr.evaluate(view.env)
  if (value === undefined || value === null) return phrase(view.locale, 'fact.unknown_value')
  if (part.format === 'choice') {
    const label = typeof value === 'string' ? part.labels?.get(value) : undefined
    return label === undefined ? String(value) : render(label, view)
  }
  if (Array.isArray(value)) return value.map((one) => formatOne(one, 'text', view)).join(', ')
  return formatOne(value, part.format, view)
}

function formatOne(value: unknown, format: Format, view: View): string {
  if (value instanceof Count) return countInWords(value, view.locale)
  const words = formatWords(view.locale)
  if (value instanceof Day) {
    return format === 'days_left' ? formatDaysLeft(view.today, value, words) : formatDate(value, words)
  }
  if (typeof value === 'bigint' || typeof value === 'number') {
    const number = Number(value)
    if (format === 'money') return formatMoney(number, words)
    if (format === 'days') return formatDays(number, words)
    return formatNumber(number, words)
  }
  if (typeof value === 'boolean') return phrase(view.locale, value ? 'yes_no.yes' : 'yes_no.no')
  return String(value)
}
