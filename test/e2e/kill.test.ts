import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import type { Input, Reply, Session } from '../../src/engine/turn.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { clean } from '../../src/text/fold.ts'
import { type KillTally, runAndKill } from './kill-driver.ts'
import { caseFault, flowsNow, heardBy, machines } from './kill-machines.ts'

/** KILL_SEED repeats a run's plan; the moments themselves depend on the machine. */
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1e9))
const text = (words: string): Input => ({ type: 'text', text: words })

/** Deliveries by conversation, in the order in which they arrived. */
function arrivals(logPath: string): Map<string, { seq: number; text: string }[]> {
  const byConversation = new Map<string, { seq: number; text: string }[]>()
  for (const line of readFileSync(logPath, 'utf8').split('\n').filter(Boolean)) {
    const [conversation, seq, words] = JSON.parse(line) as [string, number, string]
    byConversation.set(conversation, [...(byConversation.get(conversation) ?? []), { seq, text: words }])
  }
  return byConversation
}

/** Every reply arrived, in order; how many arrived again. A repeat comes before the next reply does. */
function expectInOrder(arrived: readonly { seq: number }[], replies: number): number {
  const seqs = arrived.map((one) => one.seq)
  expect([...new Set(seqs)]).toEqual(Array.from({ length: replies }, (_, index) => index + 1))
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  return seqs.length - replies
}

function print(what: string, tally: KillTally & { inputs: number; repeats: number; ms: number }): void {
  console.log(`${what}: seed ${seed}, ${JSON.stringify(tally)}`)
}

describe('a service killed at any moment', () => {
  it('loses no accepted message and takes no step twice in 1,000 conversations', {
    timeout: 180_000,
  }, async () => {
    const says = ['một', 'hai', 'ba, wake me', 'bốn', 'năm', 'sáu']
    const conversations = new Map(
      Array.from({ length: 1_000 }, (_, index) => [`kill:${index}`, says.map(text)] as const),
    )
    const folder = temporaryFolder()
    const databasePath = join(folder, 'counter.db')
    const logPath = join(folder, 'counter.jsonl')
    const startedMs = performance.now()
    const tally = await runAndKill({
      machine: 'counter',
      root: folder,
      databasePath,
      logPath,
      seed,
      kills: 100,
      conversations,
      receivedAt: Date.now(),
    })

    const arrived = arrivals(logPath)
    const store = sqliteStore({ path: databasePath })
    let repeats = 0
    for (const id of conversations.keys()) {
      const heard = heardBy(await store.session(id))
      expect(heard.filter((words) => words !== 'timer!')).toEqual(says)
      expect(heard.filter((words) => words === 'timer!')).toHaveLength(1)
      expect(heard.indexOf('timer!')).toBeGreaterThan(heard.indexOf('ba, wake me'))
      const expected = heard.map((words, index) => `${index + 1} ${words}`)
      expect((await store.replies(id, 0, 100)).map((one) => one.reply.text)).toEqual(expected)
      repeats += expectInOrder(arrived.get(id) ?? [], expected.length)
      expect([...new Set(arrived.get(id)?.map((one) => one.text))]).toEqual(expected)
      expect(await caseFault(id, store)).toBeUndefined()
    }
    expect((await store.counters()).get('turns')).toBe(conversations.size * (says.length + 1))
    expect(await store.stats()).toMatchObject({
      pendingInputs: 0,
      pendingDeliveries: 0,
      deadLetters: 0,
      timers: 0,
    })
    await store.close()
    expectSound(databasePath)
    print('counter', { ...tally, inputs: 6_000, repeats, ms: Math.round(performance.now() - startedMs) })
    expect(tally.kills).toBeGreaterThanOrEqual(100)
  })

  it('loses nothing on the shipped scripts either', { timeout: 180_000 }, async () => {
    const folder = temporaryFolder()
    // A copy, so that an editor at work does not change what was foretold.
    for (const name of ['flows', 'locales']) cpSync(name, join(folder, name), { recursive: true })
    const scripts = await spokenScripts(folder)
    const conversations = new Map(
      Array.from({ length: 200 }, (_, index) => {
        const script = scripts[index % scripts.length] ?? []
        return [`kill:${index}`, script] as const
      }),
    )
    const foretold = await foretell(folder, [...new Set(conversations.values())])
    const databasePath = join(folder, 'flows.db')
    const logPath = join(folder, 'flows.jsonl')
    const startedMs = performance.now()
    const tally = await runAndKill({
      machine: 'flows',
      root: folder,
      databasePath,
      logPath,
      seed,
      kills: 12,
      conversations,
      receivedAt: flowsNow,
    })

    const arrived = arrivals(logPath)
    const store = sqliteStore({ path: databasePath })
    let repeats = 0
    let inputs = 0
    for (const [id, script] of conversations) {
      inputs += script.length
      const expected = foretold.get(script)
      const session = await store.session(id)
      // Which id a case gets depends on the conversation.
      const foreseen = expected?.session?.case && { ...expected.session.case, id: session?.case?.id }
      expect(session).toEqual({ ...expected?.session, ...(foreseen && { case: foreseen }) })
      if (session?.case)
        expect(await store.case(session.case.id)).toMatchObject({ conversation: id, state: 'waiting' })
      const replies = await store.replies(id, 0, 1_000)
      expect(replies.map((one) => one.reply)).toEqual(expected?.replies)
      repeats += expectInOrder(arrived.get(id) ?? [], replies.length)
    }
    expect(await store.stats()).toMatchObject({ pendingInputs: 0, pendingDeliveries: 0, deadLetters: 0 })
    await store.close()
    expectSound(databasePath)
    print('flows', { ...tally, inputs, repeats, ms: Math.round(performance.now() - startedMs) })
    expect(tally.kills).toBeGreaterThanOrEqual(12)
  })
})

/** What the citizens of the transcripts say, as far as no time passes between. */
async function spokenScripts(folder: string): Promise<readonly (readonly Input[])[]> {
  const { loadTranscripts } = await import('../../src/content/transcripts.ts')
  const transcripts = await loadTranscripts(join(folder, 'flows'))
  return transcripts.map(({ turns }) =>
    turns.flatMap(({ citizen, tap }): Input[] => {
      if (citizen !== undefined) return [text(clean(citizen))]
      return tap === undefined ? [] : [{ type: 'tap', choice: tap }]
    }),
  )
}

/** What each script must lead to when every input is taken once and in order. */
async function foretell(folder: string, scripts: readonly (readonly Input[])[]) {
  const { content, advance, understand } = await machines.flows(folder)
  const foretold = new Map<readonly Input[], { session: Session | undefined; replies: Reply[] }>()
  for (const script of scripts) {
    let session: Session | undefined
    const replies: Reply[] = []
    for (const input of script) {
      const heard = input.type === 'text' ? { ...input, reading: understand(input.text) } : input
      const outcome = advance(content(), session, heard, flowsNow)
      session = outcome.session
      replies.push(...outcome.replies)
    }
    foretold.set(script, { session, replies })
  }
  return foretold
}

function expectSound(path: string): void {
  const db = new DatabaseSync(path, { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  db.close()
}
