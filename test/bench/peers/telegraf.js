/** Telegraf: a wizard scene, its session in Redis. */
import { Redis } from '@telegraf/session/redis'
import { Scenes, session, Telegraf, Telegram } from 'telegraf'
import { isBack, isDone, notUnderstood, opening, readPapers, steps, wordsFrom } from './flow.js'
import { botInfo, createPlatform, keyboardOf, textOf } from './platform.js'

export async function start({ url, turns }) {
  const platform = createPlatform()
  Telegram.prototype.callApi = async (method, payload) => platform.call(method, payload)
  const words = wordsFrom(turns)

  async function tell(ctx, replies = notUnderstood) {
    for (const reply of replies) await ctx.reply(reply.text, keyboardOf(reply))
  }

  async function back(ctx) {
    ctx.wizard.back()
    await tell(ctx, words[`back_to_${steps[ctx.wizard.cursor].key}`])
  }

  const handlers = steps.map((step) => async (ctx) => {
    const text = textOf(ctx)
    if (isBack(text)) return back(ctx)
    if (step.key === 'papers') {
      if (!isDone(text)) {
        ctx.wizard.state.papers = readPapers(text)
        return tell(ctx, words.papers_ticked)
      }
    } else {
      const value = step.read(text)
      if (value === undefined) return tell(ctx)
      ctx.wizard.state[step.key] = value
    }
    ctx.wizard.next()
    await tell(ctx, words[step.key])
  })

  const bot = new Telegraf('1:bench')
  bot.botInfo = botInfo
  const stage = new Scenes.Stage([new Scenes.WizardScene('birth', ...handlers)])
  bot.use(session({ store: Redis({ url }) }))
  bot.use(stage.middleware())
  bot.action(opening, async (ctx) => {
    // Entered silently, or the scene would read the tap that opened it as the first answer.
    await ctx.scene.enter('birth', {}, true)
    await tell(ctx, words.opening)
  })
  bot.catch((error) => {
    throw error
  })

  return {
    async say(chat, text, isTap) {
      await bot.handleUpdate(platform.update(chat, text, isTap))
      return platform.heard(chat)
    },
    close: async () => {},
  }
}
