/** Telegram, stubbed: updates as it sends them, and what a bot sends kept by chat instead of going out. */

const date = 1_795_312_800

export function createPlatform() {
  const said = new Map()
  let updates = 0

  return {
    /** Takes a call of the Bot API, and answers it as Telegram does. */
    call(method, payload) {
      if (method !== 'sendMessage') return true
      said.get(payload.chat_id)?.push(payload.text)
      return {
        message_id: ++updates,
        date,
        chat: { id: payload.chat_id, type: 'private', first_name: 'Lan' },
        text: payload.text,
      }
    },
    /** Begins a turn of a chat: what it sends from now on is kept for `heard`. */
    update(chatId, text, isTap) {
      said.set(chatId, [])
      const chat = { id: chatId, type: 'private', first_name: 'Lan' }
      const from = { id: chatId, is_bot: false, first_name: 'Lan' }
      const message = { message_id: ++updates, date, chat, from, text }
      return isTap
        ? {
            update_id: updates,
            callback_query: { id: String(updates), from, message, chat_instance: '1', data: text },
          }
        : { update_id: updates, message }
    },
    heard(chatId) {
      const texts = said.get(chatId)
      said.delete(chatId)
      return texts
    },
  }
}

export const botInfo = {
  id: 1,
  is_bot: true,
  first_name: 'Bench',
  username: 'bench_bot',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
}

export const textOf = (ctx) => ctx.callbackQuery?.data ?? ctx.message?.text ?? ''

/** Buttons below a reply, as Telegram takes them. */
export function keyboardOf(reply) {
  if (reply.choices === undefined) return undefined
  return {
    reply_markup: {
      inline_keyboard: reply.choices.map(({ id, label }) => [{ text: label, callback_data: id }]),
    },
  }
}
