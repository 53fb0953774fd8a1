/** The page on which a person chats as a citizen, and what it asks the fake. Works for every platform. */
import { readFileSync } from 'node:fs'
import type { Call, FakePlatform, FakeTrouble, Sendable } from './fake.ts'
import type { FakeRequest } from './request.ts'
import type { Answer } from './server.ts'

const pageFile = new URL('./page.html', import.meta.url)

/** Troubles that every platform can have. */
const commonTroubles: readonly FakeTrouble[] = [
  { name: 'outage', label: 'Mất dịch vụ (502)', fault: { type: 'html', status: 502 } },
  { name: 'hang', label: 'Không trả lời', fault: { type: 'hang_before' } },
  { name: 'lost_answer', label: 'Nhận nhưng mất câu trả lời', fault: { type: 'cut_after' } },
]

const sendables: Readonly<Record<string, Sendable>> = {
  photo: { type: 'photo' },
  voice: { type: 'voice' },
  sticker: { type: 'sticker' },
  file: { type: 'file' },
  location: { type: 'location', latitude: 20.8449, longitude: 106.6881 },
  contact: { type: 'contact', phone: '0900000000' },
  withheld: { type: 'withheld' },
  unknown: { type: 'unknown' },
}

const shownCalls = 30

/** Answers `/` and what stands under `/page/`; `undefined` for every other path, which is the platform's. */
export function createPage(platform: FakePlatform): (request: FakeRequest) => Answer | undefined {
  const troubles = [...commonTroubles, ...(platform.troubles ?? [])]
  const on = new Set<string>()
  const problems: string[] = []

  function state(name: string) {
    const { screen } = platform.citizen(name)
    return {
      platform: platform.name,
      screen,
      calls: platform.calls.slice(-shownCalls).map(summary),
      count: platform.calls.length,
      waiting: platform.waiting,
      offences: platform.offences,
      problems: problems.slice(-3),
      actions: (platform.actions ?? []).map(({ name, label }) => ({ name, label })),
      troubles: troubles.map(({ name, label }) => ({ name, label, isOn: on.has(name) })),
    }
  }

  function turn(name: string): void {
    if (!on.delete(name)) on.add(name)
    platform.faults.clear()
    for (const { fault, method, name } of troubles)
      if (on.has(name)) platform.faults.add(fault, method === undefined ? {} : { method })
  }

  async function run(what: string, name: string, text: string): Promise<void> {
    const citizen = platform.citizen(name)
    const sendable = sendables[text]
    const action = platform.actions?.find((action) => `action:${action.name}` === what)
    if (what === 'opens') await citizen.opens()
    else if (what === 'types') await citizen.types(text)
    else if (what === 'presses') await citizen.presses(text)
    else if (what === 'sends' && sendable) await citizen.sends(sendable)
    else if (what === 'trouble') turn(text)
    else if (action) await action.run(citizen, text)
    else throw new Error(`The page cannot do "${what}".`)
  }

  return ({ pathname, verb, body, bodyType }) => {
    const name = typeof body.citizen === 'string' && body.citizen !== '' ? body.citizen : 'Bà Mẫu'
    if (pathname === '/' && verb === 'GET') return html(readFileSync(pageFile, 'utf8'))
    if (pathname === '/page/state') return json(200, state(name))
    if (pathname !== '/page/do') return undefined
    // Another site's page cannot post JSON here without being asked first, and nobody answers that question.
    if (verb !== 'POST' || bodyType !== 'json') return json(400, { ok: false })
    // Not waited for: an update that hangs is shown as such, and the page stays usable.
    run(String(body.do), name, String(body.text ?? '')).catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error))
    })
    return json(202, { ok: true })
  }
}

function summary({ at, method, status, fault, isDone, body, answer }: Call) {
  return { at, method, status, fault, isDone, body, answer }
}

function html(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function json(status: number, value: unknown): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return { status, headers, body: JSON.stringify(value) }
}
