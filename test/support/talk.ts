/** A conversation with the engine: what a citizen says goes in, what they see can be looked at. */
import { renderPlain } from '../../src/channels/plain.ts'
import type { Content, SlotValue } from '../../src/content/content.ts'
import { advance } from '../../src/engine/advance.ts'
import type { Effect, Frame, Input, Outcome, Reading, Reply, Session } from '../../src/engine/turn.ts'
import { deepFreeze } from './freeze.ts'

/** Sunday 22 November 2026, nine in the morning in Vietnam. */
export const sundayMorning = Date.parse('2026-11-22T09:00+07:00')
export const hour = 3_600_000
export const day = 24 * hour

export interface TalkOptions {
  readonly now?: number
  readonly session?: Session
  /** Understands utterances that come without a reading of their own. */
  readonly read?: (text: string) => Reading
}

export interface Talk {
  readonly content: Content
  readonly now: number
  readonly session: Session | undefined
  /** The last turn. */
  readonly replies: readonly Reply[]
  readonly effects: readonly Effect[]
  /** The last turn as a channel without buttons shows it. */
  readonly words: string
  /** The script's question the citizen sees; `null` at the end, `undefined` outside any script. */
  readonly at: string | null | undefined
  readonly slots: Readonly<Record<string, SlotValue>>
  readonly frame: Frame | undefined
  /** The whole conversation, to be printed. */
  readonly chat: string
  send(input: Input): Talk
  say(text: string, reading?: Reading): Talk
  tap(choice: string): Talk
  ring(name: string, payload?: Readonly<Record<string, string>>): Talk
  /** An officer answers in the platform's inbox, or gives the conversation back. */
  officer(does: 'writes' | 'gives_back'): Talk
  /** Lets time pass. */
  wait(ms: number): Talk
  /** The flow files have been edited. */
  edit(content: Content): Talk
  /** The same conversation once more, to go on another way. */
  fork(): Talk
}

/**
 * Opens a conversation. Between turns the session is written out as JSON and read back, and everything handed to
 * the engine is frozen, so that every test also shows that nothing is lost and nothing is changed in place.
 */
export function talk(content: Content, options: TalkOptions = {}): Talk {
  return new Conversation(content, options)
}

class Conversation implements Talk {
  content: Content
  now: number
  session: Session | undefined
  replies: readonly Reply[] = []
  effects: readonly Effect[] = []
  #read: ((text: string) => Reading) | undefined
  #turns: readonly { readonly input: Input; readonly replies: readonly Reply[] }[] = []

  constructor(content: Content, { now = sundayMorning, session, read }: TalkOptions) {
    this.content = content
    this.now = now
    this.session = session
    this.#read = read
  }

  get words(): string {
    return this.replies.map(renderPlain).join('\n')
  }
  get frame(): Frame | undefined {
    return this.session?.frame
  }
  get at(): string | null | undefined {
    return this.frame?.at
  }
  get slots(): Readonly<Record<string, SlotValue>> {
    return this.frame?.slots ?? {}
  }
  get chat(): string {
    return this.#turns
      .flatMap(({ input, replies }) => [
        `citizen: ${shown(input)}`,
        ...replies.map((reply) => `bot:     ${renderPlain(reply).replaceAll('\n', '\n         ')}`),
      ])
      .join('\n')
  }

  send(input: Input): Talk {
    const outcome: Outcome = advance(this.content, deepFreeze(this.session), deepFreeze(input), this.now)
    this.session = JSON.parse(JSON.stringify(outcome.session)) as Session
    this.replies = outcome.replies
    this.effects = outcome.effects
    this.#turns = [...this.#turns, { input, replies: outcome.replies }]
    return this
  }

  say(text: string, reading?: Reading): Talk {
    const read = this.#read
    if (reading !== undefined) return this.send({ type: 'text', text, reading })
    if (read === undefined) return this.send({ type: 'text', text })
    return this.send({
      type: 'text',
      text,
      get reading() {
        return read(text)
      },
    })
  }

  tap(choice: string): Talk {
    return this.send({ type: 'tap', choice })
  }

  ring(name: string, payload?: Readonly<Record<string, string>>): Talk {
    return this.send({ type: 'timer', name, ...(payload === undefined ? {} : { payload }) })
  }

  officer(does: 'writes' | 'gives_back'): Talk {
    return this.send({ type: 'staff', does })
  }

  wait(ms: number): Talk {
    this.now += ms
    return this
  }

  edit(content: Content): Talk {
    this.content = content
    return this
  }

  fork(): Talk {
    const copy = new Conversation(this.content, { now: this.now })
    copy.session = this.session
    copy.replies = this.replies
    copy.effects = this.effects
    copy.#turns = this.#turns
    copy.#read = this.#read
    return copy
  }
}

function shown(input: Input): string {
  switch (input.type) {
    case 'text':
      return input.text
    case 'tap':
      return `[${input.choice}]`
    case 'ticks':
      return `[${input.ids.join(', ')}${input.isDone ? ', xong' : ''}]`
    case 'timer':
      return `(${input.name})`
    case 'unsupported':
      return `(${input.kind})`
    case 'staff':
      return `(an officer ${input.does})`
    default:
      return `(${input.type})`
  }
}

/** A reading written by hand: sure of what it names. */
export function means(reading: Partial<Reading>): Reading {
  const { procedure, confidence = 0.95 } = reading
  return {
    confidence,
    isOutOfScope: false,
    topic: 'overview',
    topicConfidence: reading.topic === undefined ? 0.3 : 0.95,
    candidates: procedure === undefined ? [] : [{ procedure, confidence }],
    ...reading,
  }
}

/** What is read out of words that say nothing to us. */
export const nothing: Reading = means({ confidence: 0, topic: 'other', topicConfidence: 0 })
