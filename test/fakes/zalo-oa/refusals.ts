/** How the API says no: HTTP 200 with a negative code. */

/** The codes the reference documents, and what they mean. */
export const documented = {
  rate: -32,
  notFollowing: -213,
  notVerified: -221,
  noPackage: -224,
  blockedOrInactive: -227,
  refusesThisKind: -244,
} as const

const messages: Readonly<Record<number, string>> = {
  [-32]: 'Application has exceeded its rate limit',
  [-213]: 'The user has not followed the Official Account',
  [-221]: 'The Official Account is not verified',
  [-224]: 'The package of the Official Account does not allow this',
  [-227]: 'The user is blocked or inactive',
  [-230]: 'The user has not interacted with the Official Account in the last 7 days',
  [-232]: 'The user has not interacted with the Official Account in the last 7 days',
  [-244]: 'The user does not take messages of this kind',
}

export interface ApiAnswer {
  readonly error: number
  readonly message: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** The answer for `code`; `message` for codes that have none of their own. */
export function refusal(code: number, message?: string): ApiAnswer {
  return { error: code, message: message ?? messages[code] ?? 'Request refused' }
}

/** The answer for what was done. */
export function success(data: Readonly<Record<string, unknown>>): ApiAnswer {
  return { error: 0, message: 'Success', data }
}
