/** What the platform says, field for field; names are its own. */

export interface WireUser {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly username?: string
  readonly language_code?: string
}

export interface WireChat {
  readonly id: number
  readonly type: 'private' | 'group' | 'supergroup'
  readonly first_name?: string
  readonly title?: string
  readonly is_forum?: true
}

export interface WireEntity {
  readonly type: string
  /** UTF-16 units. */
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly language?: string
}

export interface WireButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
  readonly [field: string]: unknown
}

export interface WireInlineKeyboard {
  readonly inline_keyboard: readonly (readonly WireButton[])[]
}

/** A message; changed in place when it is edited. Times are seconds. */
export interface WireMessage {
  readonly message_id: number
  readonly date: number
  readonly chat: WireChat
  readonly from: WireUser
  readonly message_thread_id?: number
  readonly is_topic_message?: true
  readonly reply_to_message?: WireMessage
  text?: string
  entities?: readonly WireEntity[]
  caption?: string
  caption_entities?: readonly WireEntity[]
  photo?: readonly WirePhoto[]
  reply_markup?: WireInlineKeyboard
  edit_date?: number
  [field: string]: unknown
}

export interface WirePhoto {
  readonly file_id: string
  readonly file_unique_id: string
  readonly width: number
  readonly height: number
  readonly file_size: number
}

export interface WireUpdate {
  readonly update_id: number
  readonly [field: string]: unknown
}
