/** How well the development set is read: `test/understanding/dev-set.yaml`, which only a checkout has. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { z } from 'zod'
import type { Reading } from '../../engine/turn.ts'
import { outOfScope } from '../../understanding/understander.ts'
import type { Figure } from './table.ts'

const file = z.record(z.string(), z.array(z.object({ how: z.string(), topic: z.string(), text: z.string() })))

const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../../../test/understanding/${name}.yaml`, import.meta.url))

/** `is` is a procedure's id, `out-of-scope`, or `none` for a question that names no procedure. */
interface Row {
  readonly is: string
  readonly how: string
  readonly topic: string
  readonly text: string
}

interface Read extends Row {
  readonly reading: Reading
}

/** Empty where there is none. */
export function developmentSet(): readonly Row[] {
  return rowsOf('dev-set')
}

/** Sets that nothing is tuned on row by row; empty where there is none. */
export function frozenSet(name: 'third-set' | 'fourth-set' | 'hard-negatives'): readonly Row[] {
  return rowsOf(name)
}

function rowsOf(name: string): readonly Row[] {
  const path = pathOf(name)
  if (!existsSync(path)) return []
  return Object.entries(file.parse(load(readFileSync(path, 'utf8')))).flatMap(([is, rows]) =>
    rows.map((row) => ({ ...row, is })),
  )
}

/** Shares in percent; `refused` is of what is ours, `accepted` of what is not. */
export function accuracy(rows: readonly Row[], read: (text: string) => Reading): readonly Figure[] {
  if (rows.length === 0) return []
  const all: readonly Read[] = rows.map((row) => ({ ...row, reading: read(row.text) }))
  const ours = all.filter(({ is }) => is !== outOfScope && is !== 'none')
  const percent = (name: string, list: readonly Read[], holds: (one: Read) => boolean): Figure => ({
    name: `understanding: ${name}`,
    value: (100 * list.filter(holds).length) / Math.max(1, list.length),
    unit: '%',
  })
  const hows = [...new Set(ours.map(({ how }) => how))]
  return [
    ...hows.flatMap((how) => {
      const list = ours.filter((one) => one.how === how)
      return [
        percent(`${how}, first`, list, (one) => isAmong(one, 1)),
        percent(`${how}, among three`, list, (one) => isAmong(one, 3)),
      ]
    }),
    percent('topic of eight', ours, ({ topic, reading }) => broad(topic) === broad(reading.topic)),
    percent('ours, refused', ours, ({ reading }) => reading.isOutOfScope),
    percent(
      'out of scope, accepted',
      all.filter(({ is }) => is === outOfScope),
      ({ reading }) => !reading.isOutOfScope,
    ),
    { name: 'understanding: calibration error', value: 100 * calibrationError(all), unit: '%' },
  ]
}

function isAmong({ is, reading }: Read, first: number): boolean {
  return !reading.isOutOfScope && reading.candidates.slice(0, first).some(({ procedure }) => procedure === is)
}

/** Of twelve topics eight: a wish to do it is a question how; how long one may wait and how long it takes are one. */
function broad(topic: string): string {
  if (topic === 'overview' || topic === 'online') return 'steps'
  return topic === 'processing-time' ? 'deadline' : topic
}

/** How far confidence is from how often it is right, over ten bins. */
function calibrationError(all: readonly Read[]): number {
  const read = all.filter(({ reading }) => reading.procedure !== undefined)
  const gaps = new Float64Array(10)
  for (const { is, reading } of read) {
    const bin = Math.min(9, Math.floor(reading.confidence * 10))
    gaps[bin] = (gaps[bin] as number) + reading.confidence - (reading.procedure === is ? 1 : 0)
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / Math.max(1, read.length)
}
