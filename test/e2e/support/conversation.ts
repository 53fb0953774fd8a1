/** A conversation written beside a flow, as what one does at any channel and what one is told there. */
import type { Content } from '../../../src/content/content.ts'
import type { Transcript } from '../../../src/content/transcripts.ts'
import type { Choice, Reading, Reply } from '../../../src/engine/turn.ts'
import { talk } from '../../support/talk.ts'
import type { Player } from './players.ts'

export interface Act {
  readonly does: { readonly says: string } | { readonly presses: string }
  /** Everything the bot says to it. */
  readonly told: readonly string[]
}

/** The acts of a transcript, with what the engine answers to each; a tick-list is ticked off one by one. */
export function actsOf(
  content: Content,
  transcript: Transcript,
  read: (text: string) => Reading,
): readonly Act[] {
  const conversation = talk(content, { now: Date.parse(transcript.now), read })
  const told = (replies: readonly Reply[]) => replies.map(({ text }) => text)
  const acts: Act[] = []
  const press = ({ id, label }: Choice) => {
    acts.push({ does: { presses: label }, told: told(conversation.tap(id).replies) })
  }
  const offered = () => conversation.replies.at(-1)
  for (const turn of transcript.turns) {
    if (turn.citizen !== undefined) {
      acts.push({ does: { says: turn.citizen }, told: told(conversation.say(turn.citizen).replies) })
    } else if (turn.ticks !== undefined) {
      for (const id of turn.ticks) {
        const index = offered()?.ticks?.items.findIndex((item) => item.id === id) ?? -1
        const choice = offered()?.choices?.[index]
        if (choice === undefined) throw new Error(`${id} is not on the list`)
        press(choice)
      }
      const done = offered()?.choices?.[offered()?.ticks?.items.length ?? -1]
      if (turn.finish && done !== undefined) press(done)
    } else {
      throw new Error('only what is said and ticked can be played everywhere')
    }
  }
  if (conversation.at !== null) throw new Error('the conversation does not lead to the end')
  return acts
}

/** Plays the acts; whoever plays waits for all that is said before going on. */
export async function play(acts: readonly Act[], player: Player): Promise<void> {
  for (const { does, told } of acts) {
    if ('says' in does) await player.says(does.says)
    else await player.presses(does.presses)
    for (const text of told) await player.hears(text)
  }
}
