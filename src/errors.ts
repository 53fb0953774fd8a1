/** Every error code, in one table. Codes are API: never renamed, never reused. */

type Level = 'debug' | 'info' | 'warn' | 'error'
type Retry = 'never' | 'now' | 'after'

export const errorTable = {
  'content/invalid': { level: 'error', retry: 'never' },
  'config/invalid': { level: 'error', retry: 'never' },
  'channel/rejected': { level: 'warn', retry: 'never' },
  'channel/unreachable': { level: 'warn', retry: 'after' },
  'channel/rate_limited': { level: 'info', retry: 'after' },
  'channel/uncertain': { level: 'warn', retry: 'after' },
  'channel/quota_exhausted': { level: 'error', retry: 'never' },
  'store/claim_lost': { level: 'info', retry: 'never' },
  'store/unreachable': { level: 'error', retry: 'after' },
  'store/conflict': { level: 'info', retry: 'now' },
  'store/corrupt': { level: 'error', retry: 'never' },
  'staff/refused': { level: 'info', retry: 'never' },
  'engine/failed': { level: 'error', retry: 'never' },
} as const satisfies Record<string, { level: Level; retry: Retry }>

export type ErrorCode = keyof typeof errorTable

/** An error with a code of the table; its message never carries a secret or a citizen's words. */
export class MotCuaError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.name = new.target.name
  }
}

/** The operator's: a variable is missing or wrong. */
export class ConfigError extends MotCuaError {
  constructor(message: string) {
    super('config/invalid', message)
  }
}

/**
 * A platform's: it refused, could not be reached, asked us to slow down, may or may not have taken what we sent
 * (`uncertain`), or has had all it takes from us for now (`quota_exhausted`).
 */
export class ChannelError extends MotCuaError {
  /** Milliseconds to wait, when the platform said so. */
  readonly retryAfterMs: number | undefined

  constructor(
    code: Extract<ErrorCode, `channel/${string}`>,
    message: string,
    options?: ErrorOptions & { retryAfterMs?: number },
  ) {
    super(code, message, options)
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** Storage's. */
export class StoreError extends MotCuaError {
  constructor(code: Extract<ErrorCode, `store/${string}`>, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** A member of staff's, who asked for what is not theirs to do, or gave a wrong password. */
export class StaffError extends MotCuaError {
  /** Stable, e.g. `wrong_password`, `locked_out`, `not_your_desk`, `weak_password`. */
  readonly reason: string
  /** Milliseconds to wait before it may be tried again, where that would help. */
  readonly retryAfterMs: number | undefined

  constructor(reason: string, message: string, options?: { retryAfterMs?: number }) {
    super('staff/refused', message)
    this.reason = reason
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** Ours: a bug met while a turn ran. */
export class EngineError extends MotCuaError {
  constructor(message: string, options?: ErrorOptions) {
    super('engine/failed', message, options)
  }
}

/** One complaint about a content file, as an author reads it. */
export interface Problem {
  /** Stable, e.g. `unknown-name`. */
  readonly rule: string
  /** Path relative to the working directory. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** The words at fault, as written. */
  readonly words: string
  readonly message: string
  /** What would mend it. */
  readonly mend: string
  readonly severity: 'error' | 'warning'
}

/** An author's: all problems of all files at once. */
export class ContentError extends MotCuaError {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const errors = problems.filter((p) => p.severity === 'error').length
    super('content/invalid', `${errors} error(s) in the flow files`)
    this.problems = problems
  }
}
