/** Does one step of showing a case in a group, and writes down that it was done. */
import { troubleOf } from '../channels/telegram/trouble.ts'
import type { Case } from '../store/store.ts'
import { withLeft } from './after-trouble.ts'
import { type CardAbout, cardButtons, cardMark, cardText, topicName } from './card.ts'
import type { Kept, Save } from './kept.ts'
import type { Step, Target } from './plan.ts'
import type { PosterOptions } from './poster-options.ts'
import { addressOf, type Place, withMessage } from './shown.ts'

export type Deed = Exclude<Step, { type: 'end' }>

type Options = Pick<PosterOptions, 'api' | 'shownCases' | 'content' | 'words' | 'alarms' | 'clock'>

/** @throws ChannelError as the platform answers, StoreError */
export function createPerform(
  options: Options,
  save: Save,
): (kept: Kept, one: Case, planned: Deed, target: Target | undefined) => Promise<void> {
  const { api, shownCases, alarms, clock } = options
  const about = (one: Case) => aboutCase(one, options)

  async function carryOut(kept: Kept, one: Case, planned: Deed, target: Target | undefined): Promise<void> {
    const { shown } = kept
    const { place } = shown
    const { words } = about(one)
    switch (planned.type) {
      case 'create_topic': {
        if (target === undefined) return
        const topic = await api.createTopic(target.chat, topicName(about(one)))
        await shownCases.noteTopic(target.chat, topic, one.id, clock.now())
        const made: Place = { group: target.group, chat: target.chat, topic, since: one.lastEntry }
        alarms.over('no_topics', one.desk)
        return save(kept, { ...shown, place: made })
      }
      case 'card': {
        const where = place ?? (target && { group: target.group, chat: target.chat, since: one.lastEntry })
        if (where === undefined) return
        const text = cardText(about(one), where.topic !== undefined)
        const card = await send(kept, where, text, { buttons: cardButtons({ case: one, words }) })
        const { isPinned: _before, ...rest } = where
        const carded = { ...withMessage(rest, card), card, cardSays: cardMark(one) }
        return save(kept, { ...shown, place: carded })
      }
      case 'post': {
        if (place === undefined) return
        const { text, upTo, isSilent } = planned.batch
        if (text === '') return save(kept, { ...shown, posted: upTo })
        const inPlain = place.topic === undefined
        const lead = inPlain ? `${words('case', { id: one.id.slice(0, 4).toUpperCase() })}\n` : ''
        const answer = inPlain && place.card !== undefined ? { repliesTo: place.card } : {}
        const message = await send(kept, place, lead + text, { isSilent, ...answer })
        return save(kept, { ...shown, place: withMessage(place, message), posted: upTo })
      }
      case 'edit_card': {
        if (place?.card === undefined) return
        const text = cardText(about(one), place.topic !== undefined)
        await api.edit(place.chat, place.card, text, cardButtons({ case: one, words }))
        return save(kept, { ...shown, place: { ...place, cardSays: cardMark(one) } })
      }
      case 'pin':
        if (place?.card === undefined) return
        await api.pin(place.chat, place.card)
        return save(kept, { ...shown, place: { ...place, isPinned: true } })
      case 'reopen_topic': {
        if (place?.topic === undefined) return
        await unlessSo(api.reopenTopic(place.chat, place.topic))
        const { isClosed: _shut, ...open } = place
        return save(kept, { ...shown, place: open })
      }
      case 'close_topic':
        if (place?.topic === undefined) return
        await unlessSo(api.closeTopic(place.chat, place.topic))
        return save(kept, { ...shown, place: { ...place, isClosed: true } })
      case 'tell_left': {
        const { left } = planned
        const desk = options.content().directory.all.get(left.to)?.name ?? left.to
        const text = words('left', { desk, id: one.id.slice(0, 4).toUpperCase() })
        const answer = left.card === undefined || left.topic !== undefined ? {} : { repliesTo: left.card }
        await api.send(addressOf(left), text, { isSilent: true, ...answer })
        return save(kept, withLeft(shown, { ...left, isTold: true }))
      }
      case 'strip_left': {
        const { card, ...rest } = planned.left
        if (card !== undefined) await api.setButtons(rest.chat, card, [])
        return save(kept, withLeft(shown, rest))
      }
      case 'close_left':
        if (planned.left.topic !== undefined)
          await unlessSo(api.closeTopic(planned.left.chat, planned.left.topic))
        return save(kept, withLeft(shown, undefined))
    }
  }

  /** Sends to a place, and notes what may be answered there. */
  async function send(
    kept: Kept,
    place: Place,
    text: string,
    how: Parameters<PosterOptions['api']['send']>[2],
  ): Promise<number> {
    const message = await api.send(addressOf(place), text, how)
    if (place.topic === undefined) await shownCases.noteMessage(place.chat, message, kept.id, clock.now())
    return message
  }

  return carryOut
}

function aboutCase(one: Case, options: Pick<PosterOptions, 'content' | 'words' | 'clock'>): CardAbout {
  const content = options.content()
  const desk = content.directory.all.get(one.desk) ?? { name: one.desk, languages: [] }
  return { case: one, content, desk, words: options.words(one.desk), now: options.clock.now() }
}

/** What is so already needs not be done. */
async function unlessSo(call: Promise<void>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (troubleOf(error) !== 'is_so') throw error
  }
}
