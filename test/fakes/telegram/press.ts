/** Pressing a button under a message. */
import type { Shown } from '../kit/fake.ts'
import type { Chat, KeptMessage } from './chats.ts'
import type { WireMessage, WireUser } from './wire.ts'
import type { World } from './world.ts'

/**
 * The newest message on the screen that offers a button, or exactly the one asked about.
 * @throws Error when nothing offers it
 */
export function offering(chat: Chat, label: string, only?: Shown): Shown {
  const shown = only ?? chat.screen.shown.findLast(({ buttons }) => buttons.includes(label))
  if (shown?.buttons.includes(label)) return shown
  throw new Error(`Nothing on the screen of ${chat.name} offers "${label}":\n${chat.screen.print()}`)
}

/** Presses an inline button; one that only opens an address tells the bot nothing. */
export async function pressInline(
  world: World,
  chat: Chat,
  kept: KeptMessage,
  label: string,
  by: WireUser,
): Promise<void> {
  const button = kept.wire.reply_markup?.inline_keyboard.flat().find(({ text }) => text === label)
  if (button?.callback_data === undefined) return
  const id = `${4_000_000_000_000 + world.queries.length + 1}`
  const query = { id, chat, from: by, data: button.callback_data, at: world.clock.now() }
  world.queries.push({ ...query, isAnswered: false, notice: '', isAlert: false })
  await world.emit('callback_query', {
    id,
    from: by,
    ...pressed(world, kept.wire),
    chat_instance: `${-7_700_000 - Math.abs(chat.id)}`,
    data: query.data,
  })
}

function pressed({ switches }: World, wire: WireMessage): { message?: unknown } {
  if (switches.pressedMessage === 'missing') return {}
  if (switches.pressedMessage === 'whole') return { message: wire }
  return { message: { chat: wire.chat, message_id: wire.message_id, date: 0 } }
}
