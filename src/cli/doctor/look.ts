/** Looks at an address without sending anything. */

export type Look =
  | { readonly answers: true; readonly status: number; readonly text: string }
  /** `why` is the system's code, e.g. `ECONNREFUSED`; never the address. */
  | { readonly answers: false; readonly why: string }

const maxTextUnits = 1_000

/** Asks for the address; redirections are not followed. Never throws. */
export async function look(address: string, patienceMs: number): Promise<Look> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const response = await fetch(address, { redirect: 'manual', signal })
    const text = (await response.text()).slice(0, maxTextUnits)
    return { answers: true, status: response.status, text }
  } catch (error) {
    return { answers: false, why: codeOf(error) }
  }
}

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TimeoutError') return 'no answer in time'
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return 'the connection failed'
}
