/** Notes what the service did that the platform forbids, or that it had been told is of no use. */

/** Calls that were under way when the answer went out are no offence. */
const graceMs = 1_000
const dayMs = 24 * 60 * 60 * 1_000

export interface Conduct {
  readonly offences: readonly string[]
  offends(what: string): void
  /** A call came with a token that is not alive. */
  usesDeadToken(token: string, method: string): void
  /** A message is asked for to this citizen. */
  sendsTo(citizen: string): void
  /** The service is told that nothing reaches this citizen, with this code. */
  isTold(citizen: string, code: number): void
  /** The citizen did something that makes another attempt reasonable. */
  isHeard(citizen: string): void
}

export function createConduct(now: () => number): Conduct {
  const offences: string[] = []
  const deadSince = new Map<string, number>()
  const told = new Map<string, { readonly at: number; readonly code: number }>()
  return {
    offences,
    offends: (what) => {
      offences.push(what)
    },
    usesDeadToken: (token, method) => {
      const since = deadSince.get(token)
      if (since === undefined) deadSince.set(token, now())
      else if (now() - since > graceMs)
        offences.push(`${method} with a token after it was told that it is dead`)
    },
    sendsTo: (citizen) => {
      const { at, code } = told.get(citizen) ?? { at: Number.NEGATIVE_INFINITY, code: 0 }
      const passedMs = now() - at
      if (passedMs > graceMs && passedMs < dayMs)
        offences.push(`message/cs to ${citizen} within a day after ${code}`)
    },
    isTold: (citizen, code) => {
      told.set(citizen, { at: now(), code })
    },
    isHeard: (citizen) => {
      told.delete(citizen)
    },
  }
}
