/** A short conversation with a running service over HTTP. */
import { randomUUID } from 'node:crypto'

const texts = [
  'lam giay khai sinh cho chau moi sinh',
  'le phi bao nhieu',
  'can giay to gi',
  'lam o dau',
  'bao lau co ket qua',
]

/** Says a few texts, each after the answer to the one before. Resolves to the milliseconds each answer took. */
export async function talk(address: string): Promise<readonly number[]> {
  const chat = `${address}/chat/${randomUUID()}`
  const leaving = new AbortController()
  const events = await fetch(`${chat}/events`, { signal: leaving.signal })
  if (!events.ok || events.body === null) throw new Error(`the events answered ${events.status}`)
  const replies = repliesIn(events.body)
  const latenciesMs: number[] = []
  for (const text of texts) {
    const said = performance.now()
    const response = await fetch(`${chat}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: randomUUID(), text }),
    })
    if (response.status !== 202) throw new Error(`a message was answered with ${response.status}`)
    await replies.next()
    latenciesMs.push(performance.now() - said)
  }
  leaving.abort()
  return latenciesMs
}

/** One item for each piece of the stream that brings a reply; what else it tells begins otherwise. */
async function* repliesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<void, void> {
  const decoder = new TextDecoder()
  for await (const chunk of body) if (/^data: ?\{"seq"/m.test(decoder.decode(chunk, { stream: true }))) yield
}
