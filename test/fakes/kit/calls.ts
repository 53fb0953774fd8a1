/** The transcript of every call, and how a call is answered when a fault meets it. */
import type { Call, FakeClock, Fault } from './fake.ts'
import type { FaultQueue } from './faults.ts'
import type { FakeRequest } from './request.ts'
import type { Answer } from './server.ts'
import { waitUntil } from './system-clock.ts'

/** What the platform answers when nothing goes wrong. */
export interface Outcome {
  readonly status: number
  /** Sent as JSON; a string or bytes are sent as they are. */
  readonly answer: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the platform did what was asked. */
  readonly isDone: boolean
}

export interface Calls {
  /** Oldest first. */
  readonly list: readonly Call[]
  /**
   * Notes the call, lets the fault that meets it happen, and says what to send. `act` does what was asked; it is not
   * called when the fault prevents it.
   */
  answer(request: FakeRequest, method: string, act: () => Outcome | Promise<Outcome>): Promise<Answer>
  /** Resolves with the first call, past ones included, that fits. */
  made(fits: (call: Call) => boolean): Promise<Call>
}

export interface CallsOptions {
  readonly clock: FakeClock
  readonly faults: FaultQueue
  /** Hears of a call when it came and again when it was answered. */
  readonly onChange?: () => void
}

type Writable = { -readonly [Key in keyof Call]: Call[Key] }

export function createCalls({ clock, faults, onChange }: CallsOptions): Calls {
  const list: Writable[] = []
  const waiters = new Set<() => void>()

  const changed = () => {
    for (const look of [...waiters]) look()
    onChange?.()
  }

  function note({ path, headers, body }: FakeRequest, method: string, fault: Fault | undefined): Writable {
    const call: Writable = {
      at: clock.now(),
      method,
      path,
      headers,
      body,
      status: undefined,
      answer: undefined,
      isDone: false,
      ...(fault === undefined ? {} : { fault: fault.type }),
    }
    list.push(call)
    changed()
    return call
  }

  return {
    list,
    async answer(request, method, act) {
      const fault = faults.next(method)
      const call = note(request, method, fault)
      const outcome = fault === undefined || doesIt.has(fault.type) ? await act() : undefined
      call.isDone = outcome?.isDone ?? false
      const sent = await applyFault(fault, outcome, request, clock)
      if (sent !== 'hang' && sent !== 'cut') {
        call.status = sent.status
        call.answer = outcome?.answer ?? (fault?.type === 'json' ? fault.body : sent.body)
      }
      changed()
      return sent
    },
    made(fits) {
      return new Promise((resolve) => {
        const look = () => {
          const found = list.find(fits)
          if (found === undefined) return
          waiters.delete(look)
          resolve(found)
        }
        waiters.add(look)
        look()
      })
    },
  }
}

/** Faults that let the platform do what was asked. */
const doesIt: ReadonlySet<Fault['type']> = new Set([
  'hang_after',
  'cut_after',
  'truncated',
  'slow',
  'slow_body',
])

async function applyFault(
  fault: Fault | undefined,
  outcome: Outcome | undefined,
  request: FakeRequest,
  clock: FakeClock,
): Promise<Answer> {
  switch (fault?.type) {
    case 'hang_before':
    case 'hang_after':
      return 'hang'
    case 'cut_before':
    case 'cut_after':
      return 'cut'
    case 'html':
      return html(fault.status, '')
    case 'echo_path':
      return html(fault.status, `<p>The requested URL ${request.path} was not found on this server.</p>`)
    case 'json':
      return json({ status: fault.status, answer: fault.body, isDone: false })
    default:
  }
  if (outcome === undefined) throw new Error('A call that no fault prevents has an outcome.')
  const answer = json(outcome)
  if (fault?.type === 'truncated')
    return { ...answer, body: Buffer.from(answer.body).subarray(0, answer.body.length >> 1) }
  if (fault?.type === 'slow') await request.holds(waitUntil(clock, clock.now() + fault.ms, request.gone))
  if (fault?.type === 'slow_body')
    return { ...answer, restAfter: waitUntil(clock, clock.now() + fault.ms, request.gone) }
  return answer
}

type Sent = Exclude<Answer, 'hang' | 'cut'>

function json({ status, answer, headers }: Outcome): Sent {
  if (typeof answer === 'string' || Buffer.isBuffer(answer))
    return { status, body: answer, headers: { ...headers } }
  return { status, body: JSON.stringify(answer), headers: { 'content-type': 'application/json', ...headers } }
}

/** An error page as gateways make it. */
export function html(status: number, words: string): Sent {
  const body = `<html>\n<head><title>${status}</title></head>\n<body><center><h1>${status}</h1></center>${words}<hr><center>nginx</center></body>\n</html>\n`
  return { status, body, headers: { 'content-type': 'text/html' } }
}
