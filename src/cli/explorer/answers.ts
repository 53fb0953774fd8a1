/** What to answer at a question so that every way on is taken. */
import type { Day } from '../../calendar/day.ts'
import type { AskStep, Content, NumberAsk, Procedure, Script } from '../../content/content.ts'
import type { Input, Reply } from '../../engine/turn.ts'
import { daysToTry } from './days.ts'
import { expressionsOf } from './relevance.ts'

export interface Asked {
  readonly content: Content
  readonly procedure: Procedure
  readonly script: Script
  readonly ask: AskStep
  /** The question as it was shown. */
  readonly question: Reply
  readonly today: Day
}

/** The answers to try: every option; and of what has no options, one of each kind and both sides of every limit. */
export function answersTo(asked: Asked): readonly Input[] {
  const { ask, question } = asked
  switch (ask.slotType) {
    case 'choice':
    case 'yes_no':
      return (question.choices ?? [])
        .filter(({ id }) => !id.startsWith('!'))
        .map(({ id }) => ({ type: 'tap', choice: id }))
    case 'date':
      return daysToTry(ask, asked.procedure, asked.script, asked.today).map((day) =>
        said(`${day.day}/${day.month}/${day.year}`),
      )
    case 'number':
      return numbersToTry(ask, asked.script).map((number) => said(String(number)))
    case 'phone':
      // The last is none: it must be refused and asked again.
      return [said('0912 345 678'), { type: 'contact', phone: '84912345678' }, said('0912 345')]
    case 'place':
      return (ask.level === 'commune' ? communesToTry(asked) : placesToTry(asked)).map(said)
    case 'text':
      return [said('Nguyễn Thị Lan'), said('Tổ 5 '.repeat(ask.maxChars).slice(0, ask.maxChars).trim())]
    case 'ticks': {
      const all = (question.ticks?.items ?? []).map(({ id }) => id)
      const some = all.slice(0, Math.ceil(all.length / 2))
      return [all, some, []].map((ids) => ({ type: 'ticks', step: ask.id, ids, isDone: true }))
    }
    default:
      return ask satisfies never
  }
}

function said(text: string): Input {
  return { type: 'text', text }
}

/** The bounds, next to them, a middle, and both sides of every number the script compares with. */
function numbersToTry(ask: NumberAsk, script: Script): readonly number[] {
  const { min = 0, max = min + 1000 } = ask
  const compared = script.steps
    .flatMap(expressionsOf)
    .filter((expr) => expr.reads.includes(ask.slot))
    .flatMap((expr) => [...expr.source.matchAll(/(?<![\w-])\d+(?![\w-])/g)].map(Number))
  const wanted = [
    min,
    min + 1,
    Math.floor((min + max) / 2),
    max,
    ...compared.flatMap((n) => [n - 1, n, n + 1]),
  ]
  // One outside each bound too: it must be refused and asked again.
  const outside = [...(min > 0 ? [min - 1] : []), ...(ask.max === undefined ? [] : [ask.max + 1])]
  return [...new Set([...wanted.filter((n) => n >= min && n <= max), ...outside])].sort((a, b) => a - b)
}

/** A commune of each, by its present name, one by a former name, and a province alone, which must be asked more about. */
function communesToTry(asked: Asked): readonly string[] {
  const { all, communes } = asked.content.places
  const ids = [...all.values()].filter(({ name }) => placesToTry(asked).includes(name)).map(({ id }) => id)
  const present = ids.flatMap((id) => communes.of(id).slice(0, 1))
  return [
    ...present.map((one) => `${one.name}, ${one.provinceName}`),
    'xã Minh Lộc, huyện Hậu Lộc',
    'Thanh Hóa',
  ]
}

/** Every province with values of its own, and one without. */
function placesToTry({ content, procedure }: Asked): readonly string[] {
  const own = new Set([...procedure.facts.values()].flatMap((fact) => [...fact.places.keys()]))
  const all = [...content.places.all.values()]
  const without = all.find(({ id }) => !own.has(id))
  return [...all.filter(({ id }) => own.has(id)), ...(without === undefined ? [] : [without])].map(
    ({ name }) => name,
  )
}
