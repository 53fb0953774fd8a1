/** The floor: the session as one string, read and written once per turn. Nothing survives a crash in between. */
import { Redis } from 'ioredis'
import { notUnderstood, turn, wordsFrom } from './flow.js'

export async function start({ url, turns }) {
  const redis = new Redis(url)
  await redis.ping()
  const words = wordsFrom(turns)
  return {
    async say(chat, text) {
      const key = `s:${chat}`
      const stored = await redis.get(key)
      const session = stored === null ? { at: 0, answers: {} } : JSON.parse(stored)
      const said = turn(session, text)
      await redis.set(key, JSON.stringify(session))
      return (words[said] ?? notUnderstood).map((reply) => reply.text)
    },
    close: () => redis.quit(),
  }
}
