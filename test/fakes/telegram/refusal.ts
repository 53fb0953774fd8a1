/** How the platform says no: an error code, which is also the HTTP status, and a description. */

export interface RefusalParameters {
  /** Seconds. */
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

/** A call that was refused; nothing of it was done. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly errorCode: number
  readonly parameters: RefusalParameters | undefined

  constructor(errorCode: number, description: string, parameters?: RefusalParameters) {
    super(description)
    this.errorCode = errorCode
    this.parameters = parameters
  }
}

/** A 400 with the platform's usual first words. */
export function badRequest(description: string): Refusal {
  return new Refusal(400, `Bad Request: ${description}`)
}

/** A 403 with the platform's usual first words. */
export function forbidden(description: string): Refusal {
  return new Refusal(403, `Forbidden: ${description}`)
}

/** A 429. `seconds` is what the platform asks to wait. */
export function tooMany(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
}
