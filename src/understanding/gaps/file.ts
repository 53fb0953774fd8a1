/**
 * What was not understood, for those who write examples: masked words and the day, and nothing that tells whose they were.
 * A file of JSON lines a month, beside the store, that several processes may add to.
 */
import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { EpochMs } from '../../engine/turn.ts'
import { maskPersonal } from '../../text/mask.ts'

export interface Gap {
  /** In Vietnam, e.g. `2026-11-22`. */
  readonly day: string
  readonly text: string
}

export interface GapKeeper {
  /** Keeps words, masked. Never throws and never waits. */
  keep(text: string): void
  /** Resolves when all that is kept is written. */
  close(): Promise<void>
}

export interface GapKeeperOptions {
  readonly dataDir: string
  readonly now: () => EpochMs
  readonly log: { warn(fields: object, message: string): void }
  /** Bytes of a month; what comes after is dropped. */
  readonly maxBytes?: number
}

/** Some ten thousand utterances. */
const usualMaxBytes = 1024 * 1024
const maxUnits = 300
/** More than these waiting to be written are not kept: the disk is ill. */
const mostWaiting = 200
/** This month and so many before it. */
const monthsBefore = 2
const fileName = /^gaps-(\d{4}-\d{2})\.jsonl$/
const vietnamMs = 7 * 3_600_000

export function openGaps({ dataDir, now, log, maxBytes = usualMaxBytes }: GapKeeperOptions): GapKeeper {
  let writing = Promise.resolve()
  let waiting = 0
  let forgottenOn = ''
  let complainedIn = ''

  async function write(text: string): Promise<void> {
    const day = dayOf(now())
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    if (forgottenOn !== day) {
      forgottenOn = day
      await forgetGaps(dataDir, now())
    }
    const path = join(dataDir, `gaps-${day.slice(0, 7)}.jsonl`)
    const line = `${JSON.stringify({ day, text } satisfies Gap)}\n`
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    )
    if (size + Buffer.byteLength(line) <= maxBytes) return appendFile(path, line, { mode: 0o600 })
    complain(day, 'gaps_full', 'No more of what was not understood is kept this month: npm run flows -- gaps')
  }

  function complain(day: string, alarm: string, message: string): void {
    const once = `${alarm} ${day.slice(0, 7)}`
    if (complainedIn !== once) log.warn({ alarm }, message)
    complainedIn = once
  }

  return {
    keep(text) {
      const masked = maskPersonal(text.slice(0, maxUnits))
      if (waiting >= mostWaiting || !/\p{L}/u.test(masked)) return
      waiting += 1
      writing = writing
        .then(() => write(masked))
        .catch(() =>
          complain(dayOf(now()), 'gaps_unwritable', 'What was not understood cannot be written to DATA_DIR.'),
        )
        .finally(() => {
          waiting -= 1
        })
    },
    close: () => writing,
  }
}

/** All that is kept, oldest first; lines that cannot be read are passed over. */
export async function readGaps(dataDir: string, now: EpochMs): Promise<readonly Gap[]> {
  await forgetGaps(dataDir, now)
  const months = (await filesIn(dataDir)).sort()
  const texts = await Promise.all(months.map((name) => readFile(join(dataDir, name), 'utf8')))
  return texts.flatMap((text) => text.split('\n').flatMap(readLine))
}

/** Deletes the files of months long past. */
async function forgetGaps(dataDir: string, now: EpochMs): Promise<void> {
  const today = new Date(now + vietnamMs)
  const oldest = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsBefore))
  const first = oldest.toISOString().slice(0, 7)
  const past = (await filesIn(dataDir)).filter((name) => (fileName.exec(name)?.[1] ?? first) < first)
  await Promise.all(past.map((name) => rm(join(dataDir, name), { force: true })))
}

async function filesIn(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir).catch(() => [])).filter((name) => fileName.test(name))
}

function readLine(line: string): readonly Gap[] {
  try {
    const { day, text } = JSON.parse(line) as Partial<Gap>
    return typeof day === 'string' && typeof text === 'string' ? [{ day, text }] : []
  } catch {
    return []
  }
}

function dayOf(now: EpochMs): string {
  return new Date(now + vietnamMs).toISOString().slice(0, 10)
}
