/** The explorer's nouns. */
import type { AskStep, LocaleTag, ProcedureId, StepId } from '../../content/content.ts'
import type { EpochMs, Input, Reply, Session } from '../../engine/turn.ts'

/** Somewhere a conversation can stand: all ways there that go on alike, with one of them to show. */
export interface State {
  readonly at: StepId | null
  session: Session
  /** The way there. */
  parent: State | undefined
  inputs: readonly Input[]
  /** Answers given on that way. */
  answers: number
  bytes: number
  /** Another conversation that should go on alike, to see whether it does. */
  twin: Session | undefined
  /** Ways that lead here. */
  paths: number
  /** Most questions and most messages on any of them. */
  questions: number
  messages: number
  /** Whether an answer, a checklist or a person was met on every such way (it is part of what ways must agree on). */
  readonly hasSubstance: boolean
}

/** A question with what is known about it. */
export interface Standing {
  readonly state: State
  readonly ask: AskStep
  readonly question: Reply
}

export interface Failure {
  readonly procedure: ProcedureId
  readonly locale: LocaleTag
  readonly now: EpochMs
  readonly rule: string
  readonly detail: string
  /** The conversation that leads there. */
  readonly chat: string
}

/** What one walk through a script found. */
export interface Exploration {
  readonly procedure: ProcedureId
  readonly locale: LocaleTag
  readonly now: EpochMs
  /** Places a conversation can stand at, and turns taken to see them. */
  readonly states: number
  readonly turns: number
  /** Different conversations that these stand for. */
  readonly paths: number
  readonly longest: { readonly questions: number; readonly messages: number }
  readonly maxBytes: number
  /** One of each kind and place. */
  readonly failures: readonly Failure[]
  readonly remarks: readonly Failure[]
}
