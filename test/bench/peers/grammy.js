/** grammY: a conversation of its plugin, kept in Redis by its storage adapter. */
import { conversations, createConversation } from '@grammyjs/conversations'
import { RedisAdapter } from '@grammyjs/storage-redis'
import { Bot } from 'grammy'
import { Redis } from 'ioredis'
import { isBack, isDone, notUnderstood, opening, readPapers, steps, wordsFrom } from './flow.js'
import { botInfo, createPlatform, keyboardOf, textOf } from './platform.js'

export async function start({ url, turns }) {
  const platform = createPlatform()
  const redis = new Redis(url)
  const words = wordsFrom(turns)

  async function tell(ctx, replies = notUnderstood) {
    for (const reply of replies) await ctx.reply(reply.text, keyboardOf(reply))
  }

  async function birth(conversation, first) {
    const answers = {}
    await tell(first, words.opening)
    for (let at = 0; at < steps.length; ) {
      const step = steps[at]
      const ctx = await conversation.wait()
      const text = textOf(ctx)
      if (isBack(text)) {
        at -= 1
        await tell(ctx, words[`back_to_${steps[at].key}`])
      } else if (step.key === 'papers' && !isDone(text)) {
        answers.papers = readPapers(text)
        await tell(ctx, words.papers_ticked)
      } else {
        const value = step.key === 'papers' ? answers.papers : step.read(text)
        if (value === undefined) await tell(ctx)
        else {
          answers[step.key] = value
          at += 1
          await tell(ctx, words[step.key])
        }
      }
    }
  }

  // Stubbed below the conversations: they record what was sent, and leave it out when they play a turn again.
  const fetch = async (url, { body }) => {
    const result = platform.call(url.slice(url.lastIndexOf('/') + 1), JSON.parse(body))
    return { json: async () => ({ ok: true, result }) }
  }
  const bot = new Bot('1:bench', { botInfo, client: { fetch } })
  bot.use(conversations({ storage: new RedisAdapter({ instance: redis }) }))
  bot.use(createConversation(birth))
  bot.callbackQuery(opening, (ctx) => ctx.conversation.enter('birth'))

  return {
    async say(chat, text, isTap) {
      await bot.handleUpdate(platform.update(chat, text, isTap))
      return platform.heard(chat)
    },
    close: () => redis.quit(),
  }
}
