/** Engine turns alone, in memory, on one core. */
import type { Content } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { Session } from '../../engine/turn.ts'
import { benchNow, benchScript } from './script.ts'
import type { Figure } from './table.ts'

const warmUpConversations = 3_000
const conversations = 20_000

/** Plays the script over and over; a session is written out as JSON and read back between two turns. */
export function benchEngine(content: Content): readonly Figure[] {
  for (let i = 0; i < warmUpConversations; i++) converse(content, undefined)
  const latenciesNs: number[] = []
  const started = performance.now()
  for (let i = 0; i < conversations; i++) converse(content, latenciesNs)
  const seconds = (performance.now() - started) / 1_000
  latenciesNs.sort((a, b) => a - b)
  const at = (share: number) => (latenciesNs[Math.floor(share * (latenciesNs.length - 1))] ?? 0) / 1_000
  return [
    { name: 'engine turns', value: latenciesNs.length / seconds, unit: '/s' },
    { name: 'engine turn p50', value: at(0.5), unit: 'µs' },
    { name: 'engine turn p99', value: at(0.99), unit: 'µs' },
    { name: 'session after 12 turns', value: sessionBytes(content), unit: 'bytes' },
  ]
}

function converse(content: Content, latenciesNs: number[] | undefined): void {
  let stored: string | undefined
  for (const input of benchScript) {
    const started = process.hrtime.bigint()
    const session = stored === undefined ? undefined : (JSON.parse(stored) as Session)
    stored = JSON.stringify(advance(content, session, input, benchNow).session)
    latenciesNs?.push(Number(process.hrtime.bigint() - started))
  }
}

function sessionBytes(content: Content): number {
  let session: Session | undefined
  for (const input of benchScript) session = advance(content, session, input, benchNow).session
  return Buffer.byteLength(JSON.stringify(session))
}
