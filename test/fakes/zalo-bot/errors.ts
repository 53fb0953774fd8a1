/** Refusals as the platform words them. */
import type { Outcome } from '../kit/calls.ts'
import type { ZaloBotSwitches } from './switches.ts'

/** Thrown by a method, answered as `ok: false`. */
export class Refusal extends Error {
  readonly code: number

  constructor(code: number, description: string) {
    super(description)
    this.code = code
  }
}

export const badRequest = (what: string): Refusal => new Refusal(400, `Bad request: ${what}`)

/** The JSON error, as HTTP 200 unless switched. */
export function refused({ code, message }: Refusal, switches: ZaloBotSwitches): Outcome {
  const status = switches.errorStatus === 'always_200' ? 200 : code
  const written = switches.errorCodeType === 'number' ? code : String(code)
  // The docs spell this one error in their own way.
  const field = code === 426 ? 'errorCode' : 'error_code'
  return { status, answer: { ok: false, [field]: written, description: message }, isDone: false }
}
