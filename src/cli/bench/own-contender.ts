/**
 * Một Cửa as the benchmark measures it: accept, turn, commit and delivery to a channel that sends nothing, over Redis.
 * Several processes share the work as they do behind a load balancer: who accepts is not always who answers.
 */
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { type Channel, wordsOnly } from '../../channels/channel.ts'
import { loadContent } from '../../content/load.ts'
import { formatProblems } from '../../content/report.ts'
import { advance } from '../../engine/advance.ts'
import { systemClock } from '../../runtime/clock.ts'
import { createRuntime } from '../../runtime/service.ts'
import { redisStore } from '../../store/redis.ts'
import type { ConversationId, Delivery } from '../../store/store.ts'
import { lazyUnderstander } from '../../understanding/lazy.ts'
import { type Contender, type ContenderOptions, serveContender } from './contender.ts'
import { benchScript } from './script.ts'

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url))
const channelName = 'bench'
/** Conversations moved and written to at once: what waits for Redis together goes there in one call. */
const atOnce = 256

/** Who hears the replies of a chat: the process that speaks for it. */
const listenersOf = (place: number) => `bench:heard:${place}`

interface Heard {
  readonly conversation: ConversationId
  readonly seq: number
  readonly text: string
}

serveContender(async ({ url, turns, clockOffsetMs, place }: ContenderOptions): Promise<Contender> => {
  const loaded = await loadContent({ flowsDir: folder('flows'), localesDir: folder('locales') })
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems))
  const { content } = loaded
  const understander = lazyUnderstander(folder('locales'))
  await understander.prepare(content)
  const clock = systemClock(clockOffsetMs)
  const store = await redisStore({ url })
  const runtime = createRuntime({
    store,
    clock,
    content: () => content,
    turnConcurrency: atOnce,
    deliveryConcurrency: atOnce,
    advance,
    understand: (text) => understander(content).read(text),
    ready: () => understander.prepare(content),
    log: { debug: () => {}, info: () => {}, warn: tellOfFault, error: tellOfFault },
  })
  const citizens = createCitizens(turns.map((turn) => turn.replies.length))
  const post = await createPost(url, place, citizens.hear)
  runtime.start([silentChannel(post)])

  return {
    say: (chat, turn) => {
      const input = benchScript[turn]
      if (!input) throw new RangeError(`no turn ${turn}`)
      const conversation = `${channelName}:${place}-${chat}`
      const heard = citizens.listen(conversation, turn)
      runtime.accept({ conversation, updateId: String(turn), input, receivedAt: clock.now() }).then(
        (isNew) => {
          if (!isNew) citizens.fail(conversation, new Error('a chat was used before'))
        },
        (error: unknown) => citizens.fail(conversation, error),
      )
      return heard
    },
    close: async () => {
      await runtime.stop()
      await store.close()
      await post.close()
    },
  }
})

function tellOfFault(fields: object, message: string): void {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
}

function tellOfRepeat(): void {
  process.stderr.write('a reply was delivered again\n')
}

/** Those who wait for an answer, and what they heard of it so far. */
function createCitizens(repliesOfTurns: readonly number[]) {
  interface Citizen {
    texts: string[]
    turn: number
    lastHeard: number
    resolve: (texts: readonly string[]) => void
    reject: (error: unknown) => void
  }
  const citizens = new Map<ConversationId, Citizen>()
  const nobody = () => {}
  return {
    listen: (conversation: ConversationId, turn: number) =>
      new Promise<readonly string[]>((resolve, reject) => {
        const citizen = citizens.get(conversation)
        if (!citizen) {
          citizens.set(conversation, { texts: [], turn, lastHeard: 0, resolve, reject })
          return
        }
        citizen.turn = turn
        citizen.resolve = resolve
        citizen.reject = reject
      }),
    hear: ({ conversation, seq, text }: Heard) => {
      const citizen = citizens.get(conversation)
      // A reply may come again, e.g. when its shard was taken over; everyone has heard it then.
      if (!citizen || seq <= citizen.lastHeard) return tellOfRepeat()
      citizen.lastHeard = seq
      citizen.texts.push(text)
      if (citizen.texts.length < (repliesOfTurns[citizen.turn] ?? 0)) return
      const { texts, turn, resolve } = citizen
      // Who has heard everything is not kept: the peers keep nobody either.
      if (turn === repliesOfTurns.length - 1) citizens.delete(conversation)
      // What is in a map long enough to grow old keeps whatever it names in memory: it names nothing.
      citizen.texts = []
      citizen.resolve = nobody
      citizen.reject = nobody
      resolve(texts)
    },
    fail: (conversation: ConversationId, error: unknown) => citizens.get(conversation)?.reject(error),
  }
}

/** Brings what was delivered to the process that waits for it; one message for all of a turn of the event loop. */
async function createPost(url: string, place: number, hear: (heard: Heard) => void) {
  const sender = new Redis(url)
  const receiver = new Redis(url)
  await receiver.subscribe(listenersOf(place))
  receiver.on('message', (_, message) => {
    for (const heard of JSON.parse(message) as Heard[]) hear(heard)
  })
  const bags = new Map<number, Heard[]>()

  function send(): void {
    for (const [to, heard] of bags) void sender.publish(listenersOf(to), JSON.stringify(heard))
    bags.clear()
  }

  const ours = `${channelName}:${place}-`

  return {
    bring: (heard: Heard) => {
      if (heard.conversation.startsWith(ours)) return hear(heard)
      const to = Number(/\d+/.exec(heard.conversation)?.[0])
      if (bags.size === 0) setImmediate(send)
      const bag = bags.get(to)
      if (bag) bag.push(heard)
      else bags.set(to, [heard])
    },
    close: async () => {
      await Promise.all([sender.quit(), receiver.quit()])
    },
  }
}

function silentChannel(post: { bring: (heard: Heard) => void }): Channel {
  const done = Promise.resolve()
  return {
    name: channelName,
    capabilities: { ...wordsOnly, hasButtons: true },
    deliver: ({ conversation, seq, reply }: Delivery) => {
      post.bring({ conversation, seq, text: reply.text })
      return done
    },
    close: async () => {},
  }
}
