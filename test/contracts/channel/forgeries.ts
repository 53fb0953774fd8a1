import { describe, expect, it } from 'vitest'
import type { FakePlatform } from '../../fakes/kit/fake.ts'
import { type ChannelDriver, type Desk, type HookCall, openDesk } from './arrange.ts'

interface Forgery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** The header that proves who calls: the one whose absence makes a genuine call worthless. */
async function proofHeader(desk: Desk, genuine: HookCall): Promise<string> {
  for (const name of Object.keys(genuine.headers)) {
    if (['host', 'connection', 'content-type', 'content-length', 'transfer-encoding'].includes(name)) continue
    const { [name]: _, ...headers } = genuine.headers
    if ((await send(desk, { headers, body: genuine.body })) === 401) return name
  }
  throw new Error('every header can be left out: the door is open')
}

async function send(desk: Desk, { headers, body }: Forgery): Promise<number> {
  const passed = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
  )
  const request = new Request('http://127.0.0.1/hooks/any', {
    method: 'POST',
    headers: passed,
    body: body as NonNullable<RequestInit['body']>,
  })
  const response = await desk.channel.hook?.(request)
  return response?.status ?? 0
}

/** A hundred ways to make a genuine call worthless, by kind. */
function forgeries(genuine: HookCall, proof: string): ReadonlyMap<string, (index: number) => Forgery> {
  const { headers, body } = genuine
  const secret = headers[proof] ?? ''
  const signed = (value: string): Forgery => ({ headers: { ...headers, [proof]: value }, body })
  const without = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== proof))
  const flip = (text: string, at: number) => {
    const index = at % text.length
    return text.slice(0, index) + (text[index] === 'a' ? 'b' : 'a') + text.slice(index + 1)
  }
  const flipped = (at: number) => {
    const hex = secret.replace(/^mac=/, '')
    return secret.slice(0, secret.length - hex.length) + flip(hex, at)
  }
  return new Map<string, (index: number) => Forgery>([
    ['without proof', () => ({ headers: without, body })],
    ['with an empty proof', () => signed('')],
    ['with a wrong proof', (index) => signed(flipped(index))],
    ['with a proof cut short', (index) => signed(secret.slice(0, -1 - (index % 8)))],
    ['with a proof and more', (index) => signed(`${secret}${index}`)],
    ['with the proof in another header', () => ({ headers: { ...without, 'x-other': secret }, body })],
    ['with five megabytes', () => ({ headers, body: `"${'x'.repeat(5 * 1024 * 1024)}"` })],
    [
      'with another content type',
      (index) => ({
        headers: { ...headers, 'content-type': ['text/html', 'application/xml', 'x'][index % 3] ?? 'x' },
        body,
      }),
    ],
    ['with broken JSON', (index) => ({ headers, body: body.slice(0, -1 - (index % (body.length - 1))) })],
    [
      'with deep JSON',
      (index) => ({ headers, body: `${'['.repeat(5000 + index)}${']'.repeat(5000 + index)}` }),
    ],
    ['with bytes that are no text', (index) => ({ headers, body: Uint8Array.of(0x7b, 0xff, index, 0x7d) })],
    ['with nothing', () => ({ headers: without, body: '' })],
  ])
}

/** Calls that are not the platform's. */
export function forgeryRules<F extends FakePlatform>(driver: ChannelDriver<F>): void {
  describe('calls that are not the platform’s', () => {
    it('a hundred of each kind are refused without work and without a crash', async () => {
      const desk = await openDesk(driver, 'webhook')
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      const genuine = desk.hookCalls.find(({ status, body }) => status === 200 && body !== '')
      if (genuine === undefined) throw new Error('no call of the platform was seen')
      const proof = await proofHeader(desk, genuine)
      const work = desk.offered.length
      for (const [kind, make] of forgeries(genuine, proof)) {
        const statuses = new Set<number>()
        const count = 100
        for (let index = 0; index < count; index += 1) statuses.add(await send(desk, make(index)))
        for (const status of statuses) {
          expect(status, kind).toBeGreaterThanOrEqual(400)
          expect(status, kind).toBeLessThan(500)
        }
      }
      expect(desk.offered).toHaveLength(work)
      await desk.ask('Hạnh', 'hai', '2. chữ «hai»')
    })

    it('a genuine call played again a hundred times is heard once', async () => {
      const desk = await openDesk(driver, 'webhook')
      await desk.ask('Hạnh', 'một', '1. chữ «một»')
      const genuine = desk.hookCalls.find(({ status, body }) => status === 200 && body !== '')
      for (let index = 0; index < 100; index += 1) expect(await send(desk, genuine as HookCall)).toBe(200)
      await desk.settle()
      expect(desk.accepted).toHaveLength(1)
      await desk.ask('Hạnh', 'hai', '2. chữ «hai»')
      expect(desk.said('Hạnh')).toHaveLength(2)
    })
  })
}
