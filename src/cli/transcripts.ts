/** Runs a transcript through the engine and says where the conversation went another way. */
import { isDeepStrictEqual } from 'node:util'
import { renderPlain } from '../channels/plain.ts'
import type { Content } from '../content/content.ts'
import type { Transcript } from '../content/transcripts.ts'
import { advance } from '../engine/advance.ts'
import type { Effect, EpochMs, Input, Outcome, Reading, Reply, Session } from '../engine/turn.ts'

type Turn = Transcript['turns'][number]

export interface TranscriptResult {
  readonly transcript: Transcript
  /** Empty when all went as written. */
  readonly failures: readonly string[]
  /** The conversation as it went, for a reader. */
  readonly chat: readonly string[]
  /** Where the script stood after each turn: for coverage. */
  readonly sessions: readonly Session[]
}

interface Run {
  readonly content: Content
  readonly read: (text: string) => Reading
  session: Session | undefined
  now: EpochMs
  readonly timers: Map<string, Extract<Effect, { type: 'schedule_timer' }>>
  readonly chat: string[]
}

/** Plays a transcript. Between turns the session is written out as JSON and read back, as a store would. */
export function runTranscript(
  content: Content,
  read: (text: string) => Reading,
  transcript: Transcript,
): TranscriptResult {
  const run: Run = {
    content,
    read,
    session: startSession(content, transcript.locale, Date.parse(transcript.now)),
    now: Date.parse(transcript.now),
    timers: new Map(),
    chat: [],
  }
  const failures: string[] = []
  const sessions: Session[] = []
  transcript.turns.forEach((turn, index) => {
    const said = playTurn(run, turn)
    if (run.session !== undefined) sessions.push(run.session)
    const differences = compare(turn, run.session, said.replies, said.effects)
    for (const one of differences) {
      failures.push(`turn ${index + 1}: ${one}`)
      run.chat.push(`      !! ${one}`)
    }
  })
  return { transcript, failures, chat: run.chat, sessions }
}

/** A transcript in another language starts as if the language had been chosen before. */
function startSession(content: Content, locale: string | undefined, now: EpochMs): Session | undefined {
  return locale === undefined ? undefined : { v: 1, content: content.version, locale, heardAt: now }
}

function playTurn(run: Run, turn: Turn): { replies: Reply[]; effects: Effect[] } {
  const replies: Reply[] = []
  const effects: Effect[] = []
  const take = (input: Input) => {
    const outcome = step(run, input)
    replies.push(...outcome.replies)
    effects.push(...outcome.effects)
  }
  const until = run.now + millisecondsOf(turn.after)
  for (let due = nextTimer(run, until); due !== undefined; due = nextTimer(run, until)) {
    run.now = Math.max(run.now, due.at)
    run.timers.delete(due.name)
    run.chat.push(`      (${due.name})`)
    take({ type: 'timer', name: due.name, ...(due.payload === undefined ? {} : { payload: due.payload }) })
  }
  run.now = until
  const input = inputOf(run, turn)
  if (input !== undefined) take(input)
  return { replies, effects }
}

function step(run: Run, input: Input): Outcome {
  const outcome = advance(run.content, run.session, input, run.now)
  run.session = JSON.parse(JSON.stringify(outcome.session)) as Session
  for (const effect of outcome.effects) {
    if (effect.type === 'schedule_timer') run.timers.set(effect.name, effect)
    if (effect.type === 'cancel_timer') run.timers.delete(effect.name)
    if (effect.type === 'erase') run.timers.clear()
  }
  for (const reply of outcome.replies)
    run.chat.push(`bot:     ${renderPlain(reply).replaceAll('\n', '\n         ')}`)
  return outcome
}

function nextTimer(run: Run, until: EpochMs): Extract<Effect, { type: 'schedule_timer' }> | undefined {
  return [...run.timers.values()].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
}

function inputOf(run: Run, turn: Turn): Input | undefined {
  const { read } = run
  if (turn.citizen !== undefined) {
    const text = turn.citizen
    run.chat.push(`citizen: ${text}`)
    return {
      type: 'text',
      text,
      get reading() {
        return read(text)
      },
    }
  }
  const at = run.session?.frame?.at ?? ''
  if (turn.tap !== undefined) {
    run.chat.push(`citizen: [${turn.tap}]`)
    const isWhole = turn.tap.startsWith('!') || turn.tap.includes(':')
    return { type: 'tap', choice: isWhole ? turn.tap : `${at}:${turn.tap}` }
  }
  if (turn.ticks !== undefined || turn.finish !== undefined) {
    run.chat.push(`citizen: [${(turn.ticks ?? []).join(', ')}${turn.finish ? ', xong' : ''}]`)
    const open = run.session?.frame?.open?.[at] ?? []
    return { type: 'ticks', step: at, ids: turn.ticks ?? open, isDone: turn.finish === true }
  }
  return undefined
}

function compare(
  turn: Turn,
  session: Session | undefined,
  replies: readonly Reply[],
  effects: readonly Effect[],
): readonly string[] {
  const differences: string[] = []
  const frame = session?.frame
  if (turn.at !== undefined && frame?.at !== turn.at) {
    differences.push(
      `expected to stand at ${turn.at}, but stands at ${frame === undefined ? 'no script' : frame.at}`,
    )
  }
  if (turn.in !== undefined && frame?.procedure !== turn.in) {
    differences.push(`expected to be in ${turn.in}, but is in ${frame?.procedure ?? 'no procedure'}`)
  }
  for (const [slot, expected] of Object.entries(turn.slots ?? {})) {
    const kept = frame?.slots[slot] ?? frame?.open?.[slot] ?? null
    if (!isDeepStrictEqual(kept, expected)) {
      differences.push(
        `expected ${slot} to be ${JSON.stringify(expected)}, but it is ${JSON.stringify(kept)}`,
      )
    }
  }
  const said = replies.map(renderPlain).join('\n')
  for (const words of listOf(turn.says)) {
    if (!said.includes(words)) differences.push(`expected the words "${words}"`)
  }
  for (const words of listOf(turn.never)) {
    if (said.includes(words)) differences.push(`never expected the words "${words}"`)
  }
  const happened = effects.map(nameOf)
  for (const expected of turn.effects ?? []) {
    if (!happened.some((one) => one === expected || one.split(':')[0] === expected)) {
      differences.push(`expected the effect ${expected}, but there were ${happened.join(', ') || 'none'}`)
    }
  }
  return differences
}

function nameOf(effect: Effect): string {
  switch (effect.type) {
    case 'case_change':
      return `case:${effect.log.map(({ kind }) => kind).find((kind) => kind !== 'citizen' && kind !== 'bot') ?? 'said'}`
    case 'erase':
      return 'erase'
    default:
      return `${effect.type}:${effect.name}`
  }
}

function listOf(words: string | readonly string[] | undefined): readonly string[] {
  if (words === undefined) return []
  return typeof words === 'string' ? [words] : words
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90m`, `2h`, `1d` in milliseconds; nothing is 0. */
function millisecondsOf(span: string | undefined): number {
  const match = /^(\d+)([mhd])$/.exec(span ?? '')
  return match === null ? 0 : Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]
}
