/** What the Zalo Bot Platform's answers mean. Pure. */
import type { PlatformAnswer } from '../post.ts'
import { numberOf, textOf } from './fields.ts'

/**
 * `auth`: the token is wrong or was reset. `bad_request`: refused for good. `quota`: the plan's messages of this month
 * are used up. `flood`: too fast, says the gateway. `transient`: not done, may work later. `uncertain`: may be done.
 */
export type FailureKind = 'auth' | 'bad_request' | 'quota' | 'flood' | 'transient' | 'uncertain'

/** A call that did not end well; without the address, which holds the token. */
export interface ZaloFailure {
  readonly kind: FailureKind
  readonly method: string
  /** The platform's own code, when it gave one. */
  readonly code?: number
  /** Absent when there was no answer. */
  readonly httpStatus?: number
  /** The platform's words, or ours when it had none: at most 200 characters, without secrets. */
  readonly description: string
}

export type ZaloAnswer<T> =
  | { readonly isOk: true; readonly result: T }
  | { readonly isOk: false; readonly failure: ZaloFailure }

const maxDescription = 200

/**
 * Reads an answer by its `ok`, since refusals come with HTTP status 200; by the HTTP status only when it is not the
 * platform's JSON. `redact` takes secrets out of what the platform says.
 */
export function readAnswer(
  method: string,
  { status, json }: PlatformAnswer,
  redact: (text: string) => string,
): ZaloAnswer<unknown> {
  if (json?.ok === true) return { isOk: true, result: json.result }
  if (json?.ok !== false) {
    const description = `HTTP status ${status} without the platform's JSON`
    return { isOk: false, failure: { kind: kindOfStatus(status), method, httpStatus: status, description } }
  }
  // `testWebhook` spells it differently from all others.
  const code = numberOf(json.error_code ?? json.errorCode)
  const words = redact(textOf(json.description) ?? 'no description')
  const failure: ZaloFailure = {
    kind: kindOfCode(code),
    method,
    httpStatus: status,
    description: Array.from(words).slice(0, maxDescription).join(''),
  }
  return { isOk: false, failure: code === undefined ? failure : { ...failure, code } }
}

/** What the codes mean here is not what they mean in HTTP: 403 is "internal server error". */
function kindOfCode(code: number | undefined): FailureKind {
  switch (code) {
    case 401:
      return 'auth'
    case 403:
      return 'transient'
    case 408:
      return 'uncertain'
    case 429:
      return 'quota'
    default:
      return code !== undefined && code >= 400 && code < 500 ? 'bad_request' : 'transient'
  }
}

/** Of an answer that is not the platform's JSON: mostly a page of the gateway in front of it. */
function kindOfStatus(status: number): FailureKind {
  if (status === 429) return 'flood'
  if (status === 401) return 'auth'
  // Something was done and then the answer broke, or somebody gave up waiting for it.
  if (status === 408 || (status >= 200 && status < 300)) return 'uncertain'
  return 'transient'
}

/** One line for logs and errors, e.g. `sendMessage: 400 Bad request: The chat_id must not be empty`. */
export function sayFailure({ method, code, description }: ZaloFailure): string {
  return code === undefined ? `${method}: ${description}` : `${method}: ${code} ${description}`
}
