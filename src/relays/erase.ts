/** Takes a case out of its group again. */
import type { OfficeApi } from '../channels/telegram/office-api.ts'
import { troubleOf } from '../channels/telegram/trouble.ts'
import { backoffMs } from '../channels/telegram/wait.ts'
import type { CaseId, DeskId, EpochMs } from '../engine/turn.ts'
import { ChannelError } from '../errors.ts'
import type { RelayAlarms } from './alarms.ts'
import { addressOf, type Place, type ShownCases } from './shown.ts'
import type { Words } from './words.ts'

const maxWaitMs = 60_000

export interface EraseOptions {
  readonly api: OfficeApi
  readonly shownCases: ShownCases
  readonly words: (desk: DeskId) => Words
  readonly alarms: RelayAlarms
  readonly now: () => EpochMs
  readonly rest: (ms: number) => Promise<void>
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** A function that deletes what stands in groups of a case that is no more. */
export function createErase(options: EraseOptions): (id: CaseId) => Promise<void> {
  const { api, shownCases, alarms, rest, signal } = options

  /** The citizen had everything erased, or it was kept long enough: it goes from the group as well. */
  async function erase(id: CaseId): Promise<void> {
    const found = await shownCases.find(id, options.now())
    if (found === undefined) return
    const { place, left = [], desk } = found.body
    for (const one of [...(place === undefined ? [] : [place]), ...left]) await removeFrom(one, desk)
    await shownCases.forget(id)
  }

  async function removeFrom(place: Place, desk: DeskId): Promise<void> {
    const removals =
      place.topic === undefined
        ? (place.messages ?? []).map((message) => () => api.remove(place.chat, message))
        : [() => api.deleteTopic(place.chat, place.topic ?? 0)]
    for (const remove of removals) {
      for (let failures = 1; ; failures++) {
        await api.turn(place.chat, 'news')
        try {
          await remove()
          break
        } catch (error) {
          const trouble = troubleOf(error)
          if (trouble === 'topic_gone' || trouble === 'message_gone' || trouble === 'group_gone') break
          if (error instanceof ChannelError && error.code === 'channel/rejected') {
            alarms.tell('no_delete', desk)
            if (place.topic !== undefined) await eraseByHand(place, desk)
            break
          }
          await rest(backoffMs(failures, maxWaitMs))
          if (signal.aborted) throw error
        }
      }
    }
  }

  /** Whoever may not delete a topic asks those who may. */
  async function eraseByHand(place: Place, desk: DeskId): Promise<void> {
    await api.turn(place.chat, 'news')
    await api.send(addressOf(place), options.words(desk)('erase_by_hand')).catch(options.onError)
  }

  return erase
}
