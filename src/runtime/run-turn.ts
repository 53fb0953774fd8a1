import { performance } from 'node:perf_hooks'
import type { Content } from '../content/content.ts'
import type {
  Around,
  CaseChange,
  Doubt,
  EpochMs,
  Input,
  Opinion,
  Outcome,
  Reading,
  Session,
} from '../engine/turn.ts'
import { EngineError, type ErrorCode, StoreError } from '../errors.ts'
import type { Claim, Commit, ConversationId, Store, StoredInput, TimerChange } from '../store/store.ts'
import { apology, isUsable } from './apology.ts'
import type { Clock } from './clock.ts'
import type { Log, Observer } from './observe.ts'
import type { Readiness } from './readiness.ts'
import type { Recent } from './recent.ts'

/** The engine: moves a conversation one turn forward. Pure. */
export type Advance = (
  content: Content,
  session: Session | undefined,
  input: Input,
  now: EpochMs,
  around?: Around,
) => Outcome

/** What an utterance means, without knowing where the conversation stands. */
export type Understand = (text: string) => Reading

/**
 * Thinks about words that were not understood. Must not reject, and must be done within a few seconds of `receivedAt`:
 * the citizen waits for it.
 */
export type SecondOpinion = (doubtful: {
  readonly text: string
  readonly doubt: Doubt
  readonly content: Content
  readonly receivedAt: EpochMs
}) => Promise<Opinion | undefined>

export interface TurnDeps {
  readonly store: Store
  /** The version that is live now. */
  readonly content: () => Content
  readonly advance: Advance
  readonly understand: Understand
  /** Asked before a text is heard, e.g. whether the examples are learned. */
  readonly ready?: Readiness | undefined
  readonly secondOpinion?: SecondOpinion | undefined
  /** Told of words that were not understood, once the turn is committed. Must not throw. */
  readonly onDoubt?: ((text: string, doubt: Doubt) => void) | undefined
  /** Told when a turn has to wait for something that a citizen then waits for, and when it does no longer. Must not throw. */
  readonly onWaiting: (conversation: ConversationId, isWaiting: boolean) => void
  /** What was said last, for a case that a turn opens. */
  readonly recent: Recent
  readonly clock: Clock
  readonly log: Log
  readonly observer: Observer
}

/** A turn that is thought out and not committed yet. */
export interface Turn {
  readonly outcome: Outcome
  readonly commit: Commit
}

/**
 * Runs one turn, top to bottom: understand, advance, commit. Resolves to what was committed. When the engine
 * fails, the citizen hears an apology that offers a person, and the input counts as processed.
 * @throws StoreError `store/claim_lost`, `store/unreachable`
 */
export async function runTurn(
  claim: Claim,
  stored: StoredInput,
  session: Session | undefined,
  deps: TurnDeps,
): Promise<Outcome> {
  const startedMs = performance.now()
  if (stored.input.type === 'text' && deps.ready?.isReady(deps.content()) === false)
    await told(deps.ready.wait(deps.content()), claim, deps)
  const now = deps.clock.now()
  const content = deps.content()
  const commit = (outcome: Outcome) => deps.store.commit(toCommit(claim, stored, outcome, now))

  let outcome: Outcome
  let isFailed = false
  try {
    const listening = hear(content, session, stored, now, deps)
    outcome = listening instanceof Promise ? await told(listening, claim, deps) : listening
    await commit(outcome)
  } catch (error) {
    if (error instanceof StoreError) throw error
    isFailed = true
    report(error, stored, session, deps.log)
    const kept = isUsable(session, content, deps.advance, now) ? session : undefined
    outcome = apology(content, session, kept, stored.input, now)
    await commit(outcome)
  }
  tellOfTurn(stored, { outcome, now, startedMs, isFailed }, deps)
  return outcome
}

async function told<T>(work: Promise<T>, { conversation }: Claim, { onWaiting }: TurnDeps): Promise<T> {
  onWaiting(conversation, true)
  try {
    return await work
  } finally {
    onWaiting(conversation, false)
  }
}

/**
 * Thinks a turn out here and now; `undefined` when something has to be waited for, or goes wrong: {@link runTurn} does all
 * that.
 */
export function turnAtOnce(claim: Claim, deps: TurnDeps): Turn | undefined {
  const [stored] = claim.inputs
  const content = deps.content()
  if (!stored || (stored.input.type === 'text' && deps.ready?.isReady(content) === false)) return undefined
  const now = deps.clock.now()
  try {
    const outcome = hearOnce(content, claim.session, stored, now, deps)
    if (outcome.doubt !== undefined && deps.secondOpinion !== undefined) return undefined
    return { outcome, commit: toCommit(claim, stored, outcome, now) }
  } catch {
    return undefined
  }
}

/** Tells of a turn that is committed. */
export function tellOfTurn(
  stored: Pick<StoredInput, 'conversation' | 'updateId' | 'input'>,
  turn: {
    readonly outcome: Outcome
    readonly now: EpochMs
    readonly startedMs: number
    readonly isFailed: boolean
  },
  { observer, onDoubt, recent }: TurnDeps,
): void {
  const { input } = stored
  const { outcome, now, startedMs, isFailed } = turn
  const { replies, doubt } = outcome
  recent.heard(stored, outcome, now)
  const durationMs = performance.now() - startedMs
  observer.turn({ inputType: input.type, durationMs, isFailed, replies: replies.length })
  if (doubt !== undefined && input.type === 'text') onDoubt?.(input.text, doubt)
}

/** What comes of an input, without a second opinion. */
function hearOnce(
  content: Content,
  session: Session | undefined,
  stored: StoredInput,
  now: EpochMs,
  { advance, understand, recent }: TurnDeps,
): Outcome {
  const { input } = stored
  const around = recent.around(stored)
  if (input.type !== 'text') return advance(content, session, input, now, around)
  return advance(content, session, new HeardText(input.text, understand), now, around)
}

/**
 * What comes of an input. Words in doubt are heard once more with a second opinion, when there is one; the engine is
 * pure, so hearing twice does nothing twice.
 */
function hear(
  content: Content,
  session: Session | undefined,
  stored: StoredInput,
  now: EpochMs,
  deps: TurnDeps,
): Outcome | Promise<Outcome> {
  const { input, receivedAt } = stored
  const { secondOpinion } = deps
  if (input.type !== 'text' || secondOpinion === undefined)
    return hearOnce(content, session, stored, now, deps)
  const { text } = input
  const around = deps.recent.around(stored)
  const heard = new HeardText(text, deps.understand)
  const first = deps.advance(content, session, heard, now, around)
  if (first.doubt === undefined) return first
  return secondOpinion({ text, doubt: first.doubt, content, receivedAt }).then((opinion) => {
    if (opinion === undefined) return first
    try {
      return deps.advance(content, session, heard.with(opinion), now, around)
    } catch (error) {
      // The answer that was there without it is not lost to it.
      deps.log.error(whereOf(error), 'A second opinion could not be heard.')
      return first
    }
  })
}

/** A text as the engine hears it. Most are answered without a reading, so it is made only when the engine looks. */
class HeardText {
  readonly type = 'text'
  readonly text: string
  private readonly understand: Understand
  private read: Reading | undefined
  declare readonly opinion?: Opinion

  constructor(text: string, understand: Understand) {
    this.text = text
    this.understand = understand
  }

  get reading(): Reading {
    this.read ??= this.understand(this.text)
    return this.read
  }

  /** The same text, with what somebody else thinks of it. */
  with(opinion: Opinion): HeardText {
    return Object.assign(new HeardText(this.text, () => this.reading), { opinion })
  }
}

function toCommit(claim: Claim, input: StoredInput, outcome: Outcome, committedAt: EpochMs): Commit {
  const timers: TimerChange[] = []
  const caseChanges: CaseChange[] = []
  const counters: string[] = []
  let erase = false
  for (const effect of outcome.effects) {
    if (effect.type === 'count') counters.push(effect.name)
    else if (effect.type === 'case_change') caseChanges.push(effect)
    else if (effect.type === 'erase') erase = true
    else if (effect.type === 'cancel_timer') timers.push({ name: effect.name, at: undefined })
    else if (effect.payload === undefined) timers.push({ name: effect.name, at: effect.at })
    else timers.push({ name: effect.name, at: effect.at, payload: effect.payload })
  }
  const { session, replies } = outcome
  return { claim, input, session, replies, timers, caseChanges, counters, erase, committedAt }
}

function report(error: unknown, stored: StoredInput, session: Session | undefined, log: Log): void {
  const fields = {
    code: 'engine/failed' satisfies ErrorCode,
    ...whereOf(error),
    inputType: stored.input.type,
    procedure: session?.frame?.procedure,
    step: session?.frame?.at,
  }
  log.error(fields, 'A turn failed; the citizen was apologised to.')
}

/** What of an error can be logged: a foreign message may quote what the citizen wrote, the places in the code cannot. */
function whereOf(error: unknown): { error: string; at?: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error }
  const places = error.stack?.split('\n').filter((line) => /^ +at /.test(line)) ?? []
  const words = error instanceof EngineError ? `${error.name}: ${error.message}` : error.name
  return { error: words, at: places.slice(0, 10).map((line) => line.trim()) }
}
