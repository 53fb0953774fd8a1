import { Day } from '../../calendar/day.ts'
import type { Content } from '../../content/content.ts'
import { lazyUnderstander } from '../../understanding/lazy.ts'
import { survey, unseen } from '../explorer/survey.ts'
import { runTranscript } from '../transcripts.ts'
import { type Seen, watchContent } from '../watch.ts'
import type { Command, Desk } from './command.ts'
import { scopeOf } from './desks.ts'
import { loadFor } from './load.ts'
import { deskReviewsOf, reviewsOf } from './reviews.ts'
import { table } from './table.ts'
import { transcriptsFor } from './test.ts'

/** What wants attention: facts and desks to review, what no transcript visits, how long the scripts are. */
export const stats: Command = {
  usage: 'stats',
  summary: 'facts and desks to review or running out, what no transcript visits, how long the scripts are',

  async run(desk) {
    const content = await loadFor(desk)
    if (content === undefined) return 1
    desk.print(reviews(content, Day.inVietnam(desk.now)))
    desk.print(`\n${deskReviews(content, Day.inVietnam(desk.now))}`)
    const seen = await visited(desk, content)
    if (seen === undefined) return 1
    desk.print(`\n${coverage(content, seen)}`)
    desk.print(`\n${lengths(content, desk)}`)
    return 0
  },
}

function reviews(content: Content, today: Day): string {
  const dues = [...content.procedures.values()].flatMap((procedure) => reviewsOf(procedure, today))
  if (dues.length === 0) return `Facts on ${today.iso}: none needs attention.`
  const rows = dues
    .sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''))
    .map(({ procedure, fact, place, what, day }) => [procedure, fact, place ?? '', what, day ?? ''])
  return `Facts on ${today.iso}:\n${table(['procedure', 'fact', 'province', 'what', 'day'], rows)}`
}

/** Every desk, with what there is to do about it. */
function deskReviews({ directory }: Content, today: Day): string {
  const rows = [...directory.all.values()].map((one) => {
    const dues = deskReviewsOf(one, today)
    const what = dues.map(({ what, day }) => (day === undefined ? what : `${what} ${day}`)).join(', ')
    return [one.id, scopeOf(one), one.confidence, one.reviewBy?.iso ?? '', what]
  })
  if (rows.length === 0) return 'Desks: none.'
  return `Desks on ${today.iso}:\n${table(['desk', 'serves', 'hours are', 'review by', 'to do'], rows)}`
}

/** What the transcripts touch; `undefined` when they cannot be read. */
async function visited(desk: Desk, content: Content): Promise<ReadonlyMap<string, Seen> | undefined> {
  const transcripts = await transcriptsFor(desk)
  if (transcripts === undefined) return undefined
  const watched = watchContent(content)
  const understander = lazyUnderstander(desk.localesDir)(content)
  for (const transcript of transcripts) {
    runTranscript(watched.content, (text) => understander.read(text), transcript)
  }
  return watched.seen
}

function coverage(content: Content, seen: ReadonlyMap<string, Seen>): string {
  const rows: (readonly (string | number)[])[] = []
  const gaps: string[] = []
  for (const [id, procedure] of content.procedures) {
    const touched = seen.get(id)
    const steps = (procedure.script?.steps ?? []).filter((step) => step.type !== 'jump')
    const cases = steps.flatMap((step) => (step.type === 'branch' ? [...step.cases, 'else'] : []))
    const facts = [...procedure.facts.keys()].filter((fact) => !touched?.facts.has(fact))
    const left = unseen(content, id, touched)
    const leftSteps = left.filter((key) => !key.includes('#'))
    rows.push([
      ...[id, share(steps.length - leftSteps.length, steps.length)],
      ...[share(touched?.cases.size ?? 0, cases.length)],
      share(procedure.facts.size - facts.length, procedure.facts.size),
    ])
    if (left.length > 0) gaps.push(`  ${id}: no transcript visits ${left.join(', ')}`)
    if (facts.length > 0) gaps.push(`  ${id}: no transcript tells ${facts.join(', ')}`)
  }
  return [
    'Visited by transcripts:',
    table(['procedure', 'steps', 'branch cases', 'facts'], rows),
    ...gaps,
  ].join('\n')
}

function share(part: number, whole: number): string {
  return `${part} of ${whole}`
}

function lengths(content: Content, { now }: Desk): string {
  const locales = new Map([...content.locales].filter(([tag]) => tag === content.defaultLocale))
  const { explorations } = survey({ content: { ...content, locales }, days: [now], hasInterrupts: false })
  const rows = explorations.map(({ procedure, paths, longest, maxBytes }) => [
    ...[procedure, paths, longest.questions, longest.messages, maxBytes],
  ])
  const head = [
    'procedure',
    'paths',
    'questions on the longest',
    'messages on the longest',
    'bytes of the session',
  ]
  return `Length of the scripts on ${Day.inVietnam(now).iso}:\n${table(head, rows)}`
}
