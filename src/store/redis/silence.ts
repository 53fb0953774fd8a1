/** Ends a connection on which an answer is awaited and nothing comes: a server that hangs, or a way to it that is gone. */
import { Cluster, type Redis } from 'ioredis'

const looks = 5

/**
 * Looks at a client's connections now and then, and cuts one that says nothing for `silenceMs` while it is asked something.
 * Looks are counted, not time: a process that was held up itself first reads what has come meanwhile. Returns what ends it.
 */
export function watchSilence(client: Redis | Cluster, silenceMs: number): () => void {
  if (!(client instanceof Cluster)) return every(silenceMs / looks, lookerAt(client))
  const ends = new Set<() => void>()
  client.on('+node', (node: Redis) => {
    const end = every(silenceMs / looks, lookerAt(node))
    ends.add(end)
    node.once('end', () => {
      end()
      ends.delete(end)
    })
  })
  return () => {
    for (const end of ends) end()
  }
}

function lookerAt(client: Redis): () => void {
  let before: Redis['stream'] | undefined
  let read = 0
  let quiet = 0
  return () => {
    const { stream } = client
    const isAsked = client.commandQueue.length > 0
    quiet = isAsked && stream === before && stream.bytesRead === read ? quiet + 1 : 0
    before = stream
    read = stream?.bytesRead ?? 0
    if (quiet >= looks) stream.destroy(new Error('No answer.'))
  }
}

function every(ms: number, look: () => void): () => void {
  const timer = setInterval(look, ms)
  timer.unref()
  return () => clearInterval(timer)
}
