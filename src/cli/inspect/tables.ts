/** What `npm run inspect` prints. */
import { createHash } from 'node:crypto'
import type { ShardState } from '../../store/desk.ts'
import type { DeadLetter } from '../../store/store.ts'

/** One line for everything, one for each process, one for each shard in which something waits. */
export function shardTable(shards: readonly ShardState[], now: number): string {
  const sum = (pick: (state: ShardState) => number) => shards.reduce((total, state) => total + pick(state), 0)
  const lines = [
    `${shards.length} shard(s): ${sum((s) => s.inputs)} inputs and ${sum((s) => s.deliveries)} replies wait, ` +
      `${sum((s) => s.deadLetters)} dead letters, ${sum((s) => s.openCases)} open cases.`,
  ]
  const owners = new Map<string, number>()
  for (const state of shards) {
    const owner = state.owner === undefined ? 'nobody' : `${state.owner}${overdue(state.until, now)}`
    owners.set(owner, (owners.get(owner) ?? 0) + 1)
  }
  for (const [owner, count] of owners) lines.push(`  ${count} held by ${owner}`)
  for (const state of shards) {
    if (state.inputs + state.deliveries === 0) continue
    lines.push(
      `  shard ${state.shard}: ${state.inputs} inputs${since(state.oldestInputAt, now)}, ` +
        `${state.deliveries} replies${since(state.oldestDeliveryAt, now)}, token ${state.token}`,
    )
  }
  return lines.join('\n')
}

/** A process that is alone renews its leases when it has something to do, as nobody waits for them: then this is no fault. */
function overdue(until: number | undefined, now: number): string {
  return until === undefined || until > now
    ? ''
    : ' (not renewed: it has nothing to do and is alone, or it is gone)'
}

export function deadTable(letters: readonly DeadLetter[], now: number, showsTexts: boolean): string {
  if (letters.length === 0) return 'No dead letters.'
  const lines = letters.map((letter) => {
    const { conversation, seq, attempts, createdAt, error, reply } = letter
    const words = showsTexts ? `\n    ${reply.text.replaceAll('\n', '\n    ')}` : ''
    return (
      `  ${idOf(letter)}  ${masked(conversation)} #${seq}, ${attempts} attempt(s)` +
      `${since(createdAt, now)}: ${error}${words}`
    )
  })
  return ['Dead letters:', ...lines].join('\n')
}

/** Names a letter and leads back to nobody. */
export function idOf({ conversation, seq }: DeadLetter): string {
  return createHash('sha256').update(`${conversation}\n${seq}`).digest('hex').slice(0, 12)
}

/** The letters meant: all of them, or the one whose id begins so. */
export function findDead(letters: readonly DeadLetter[], id: string): readonly DeadLetter[] {
  if (id === 'all') return letters
  const found = letters.filter((letter) => id.length >= 6 && idOf(letter).startsWith(id.toLowerCase()))
  return found.length === 1 ? found : []
}

/** The channel, and the last two signs of the address. */
function masked(conversation: string): string {
  const cut = conversation.indexOf(':') + 1
  return `${conversation.slice(0, cut)}…${conversation.slice(cut).slice(-2)}`
}

function since(at: number | undefined, now: number): string {
  if (at === undefined) return ''
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (seconds < 120) return ` since ${seconds} s`
  return seconds < 7200 ? ` since ${Math.round(seconds / 60)} min` : ` since ${Math.round(seconds / 3600)} h`
}
