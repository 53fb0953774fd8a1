/** The full durable path over Redis, in the same run and in turn with those who do less. */
import type { Content } from '../../content/content.ts'
import type { Reading } from '../../engine/turn.ts'
import {
  type Contestant,
  type ContestantName,
  isInstalled,
  labelOf,
  own,
  type PeerName,
  peers,
  startContestant,
} from './contestants.ts'
import type { Driven, ScriptTurn } from './drive.ts'
import { recordScript } from './recorded.ts'
import { type RedisServer, startRedis } from './redis-server.ts'
import { ownSizes, peerSizes, type Sizes } from './redis-sizes.ts'
import { benchNow } from './script.ts'
import { ratiosOf, spreadOf } from './statistics.ts'
import type { Figure } from './table.ts'

export interface RedisBenchOptions {
  readonly rounds: number
  /** How long each contestant is measured at each level in each round. */
  readonly windowMs: number
  /** Flags of Node for the process that is ours. */
  readonly execArgv?: readonly string[]
  /** Told what is going on, a line at a time. */
  readonly say: (line: string) => void
}

export const levels = [1, 32, 256] as const
/** Under load V8 lets young memory grow step by step, for a second or so; where little is made it takes it back. */
export const warmUpMs = 2_000

interface Sample extends Driven {
  readonly redisCpuMs: number
}

interface Entry {
  readonly name: ContestantName
  readonly contestant: Contestant
  readonly database: number
  readonly samples: Map<number, Sample[]>
}

/** Peers and ours, alternating; figures at each level, sizes, and the ratios. */
export async function benchRedis(
  content: Content,
  understand: (text: string) => Reading,
  options: RedisBenchOptions,
): Promise<readonly Figure[]> {
  const turns = recordScript(content, understand)
  const server = await startRedis()
  try {
    const entries = await enter(server, turns, options)
    for (let round = 0; round < options.rounds; round++) {
      options.say(`round ${round + 1} of ${options.rounds}`)
      for (const level of levels)
        for (const entry of rotated(entries, round)) await sample(server, entry, level, options.windowMs)
    }
    const sizes = await sizesOf(server, entries)
    for (const { contestant } of entries) await contestant.close()
    return [...entries.flatMap((entry) => figuresOf(entry, sizes.get(entry.name))), ...ratios(entries)]
  } finally {
    await server.stop()
  }
}

async function enter(
  server: RedisServer,
  turns: readonly ScriptTurn[],
  { say, execArgv }: RedisBenchOptions,
): Promise<readonly Entry[]> {
  const names: ContestantName[] = [own]
  for (const name of Object.keys(peers) as PeerName[]) {
    if (isInstalled(name)) names.push(name)
    else say(`${labelOf(name)}: not measured; for it run "npm ci" in test/bench/peers.`)
  }
  const entries: Entry[] = []
  for (const [database, name] of names.entries()) {
    const url = server.url(database)
    const clockOffsetMs = benchNow - Date.now()
    const flags = name === own ? execArgv : []
    const contestant = await startContestant(name, { url, turns, clockOffsetMs, place: 0 }, flags)
    entries.push({ name, contestant, database, samples: new Map() })
  }
  return entries
}

/** Another one begins each round, so that nobody always runs on a machine still warm from the same one. */
const rotated = <T>(all: readonly T[], by: number) =>
  all.map((_, index) => all[(index + by) % all.length] as T)

async function sample(server: RedisServer, entry: Entry, inFlight: number, windowMs: number): Promise<void> {
  const cpuBefore = await server.cpuMs()
  const driven = await entry.contestant.drive({ inFlight, warmUpMs, windowMs })
  const redisCpuMs = (await server.cpuMs()) - cpuBefore
  entry.samples.set(inFlight, [...(entry.samples.get(inFlight) ?? []), { ...driven, redisCpuMs }])
}

async function sizesOf(
  server: RedisServer,
  entries: readonly Entry[],
): Promise<ReadonlyMap<ContestantName, Sizes>> {
  const sizes = new Map<ContestantName, Sizes>()
  for (const { name, database } of entries) {
    await server.client.select(database)
    sizes.set(name, await (name === own ? ownSizes : peerSizes)(server.client))
  }
  return sizes
}

const perSecond = ({ turns, windowMs }: Driven) => (turns * 1_000) / windowMs
const speeds = (entry: Entry, level: number) => (entry.samples.get(level) ?? []).map(perSecond)

function figuresOf(entry: Entry, sizes: Sizes | undefined): readonly Figure[] {
  const label = labelOf(entry.name)
  const of = (level: number, value: (sample: Sample) => number) =>
    spreadOf((entry.samples.get(level) ?? []).map(value))
  const figures: Figure[] = levels.map((level) =>
    figure(`${label}: turns, ${level} in flight`, spreadOf(speeds(entry, level)), '/s'),
  )
  figures.push(
    figure(
      `${label}: p50 at 1`,
      of(1, (one) => one.p50Ms),
      'ms',
    ),
    figure(
      `${label}: p99 at 1`,
      of(1, (one) => one.p99Ms),
      'ms',
    ),
  )
  for (const level of [32, 256]) {
    figures.push(
      figure(
        `${label}: CPU a turn, ${level} in flight`,
        of(level, (one) => one.cpuMs / one.allTurns),
        'ms',
      ),
      figure(
        `${label}: CPU a turn of Redis, ${level} in flight`,
        of(level, (one) => one.redisCpuMs / one.allTurns),
        'ms',
      ),
    )
  }
  if (sizes) {
    figures.push(
      { name: `${label}: session after 12 turns`, value: sizes.sessionBytes, unit: 'bytes' },
      { name: `${label}: all that is kept of a conversation`, value: sizes.allBytes, unit: 'bytes' },
    )
  }
  return figures
}

function ratios(entries: readonly Entry[]): readonly Figure[] {
  const ours = entries.find(({ name }) => name === own)
  if (!ours) return []
  return entries
    .filter((entry) => entry !== ours)
    .flatMap((entry) => [
      ...levels.map((level) =>
        figure(
          `Một Cửa to ${labelOf(entry.name)}: turns, ${level} in flight`,
          ratiosOf(speeds(ours, level), speeds(entry, level)),
          'times',
        ),
      ),
      figure(`Một Cửa to ${labelOf(entry.name)}: p50 at 1`, ratiosOf(p50s(ours), p50s(entry)), 'times'),
    ])
}

const p50s = (entry: Entry) => (entry.samples.get(1) ?? []).map((one) => one.p50Ms)

export function figure(
  name: string,
  { median, least, most }: ReturnType<typeof spreadOf>,
  unit: string,
): Figure {
  return { name, value: median, unit, least, most }
}
