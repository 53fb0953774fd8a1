/** Reads the body of a send, and says what is wrong with it. */

export const maxTextUnits = 2_000
export const maxButtons = 5

/** A button under a message. A pressed query comes back as text; `shows`: and stands on the citizen's screen. */
export type Button =
  | { readonly type: 'query'; readonly label: string; readonly payload: string; readonly shows: boolean }
  /** Leaves the conversation: a page, a call, an SMS. Nothing comes back. */
  | { readonly type: 'open'; readonly label: string }

export interface Outgoing {
  readonly userId: string
  readonly text: string
  readonly buttons: readonly Button[]
  /** An address, or the id of an uploaded picture. */
  readonly image?: { readonly url: string } | { readonly attachmentId: string }
  /** Whether the citizen is asked to share name, phone and address with one tap. */
  readonly asksInfo: boolean
}

/** `isOffence`: beyond a limit the reference states, so no client may ever send it. */
export type Read =
  | { readonly isGood: true; readonly message: Outgoing }
  | { readonly isGood: false; readonly why: string; readonly isOffence: boolean }

type Json = Readonly<Record<string, unknown>>

/**
 * Reads what is posted to `/oa/message/cs`. Limits count in UTF-16 units. Where the reference names no field (the
 * insides of a template), what public clients send is taken: buttons in the payload or in its first element, the
 * text beside the attachment, in the payload or as titles of its elements.
 */
export function readMessage(body: unknown): Read {
  const userId = fieldOf(fieldOf(body, 'recipient'), 'user_id')
  if (typeof userId !== 'string' || userId === '') return bad('recipient.user_id is not a string')
  const message = fieldOf(body, 'message')
  if (!isJson(message)) return bad('message is missing')
  if (message.text !== undefined && typeof message.text !== 'string')
    return bad('message.text is not a string')
  if (message.attachment === undefined) {
    return finish({ userId, text: message.text ?? '', buttons: [], asksInfo: false })
  }
  const { attachment } = message
  const payload = fieldOf(attachment, 'payload')
  if (!isJson(payload)) return bad('message.attachment.payload is missing')
  const elements = Array.isArray(payload.elements) ? payload.elements.filter(isJson) : []
  const text = message.text ?? textOf(payload, elements)
  const kind = kindOf(fieldOf(attachment, 'type'), payload.template_type)
  if (kind === undefined) return bad('a kind of attachment that is not known')
  if (kind === 'image') {
    const image = imageOf(elements[0] ?? payload)
    if (image === undefined) return bad('an image needs url (http or https) or attachment_id')
    return finish({ userId, text, buttons: [], image, asksInfo: false })
  }
  const listed = payload.buttons ?? elements[0]?.buttons ?? []
  if (!Array.isArray(listed)) return bad('buttons is not a list')
  if (listed.length > maxButtons) return bad(`${listed.length} buttons, at most ${maxButtons} go`, true)
  const buttons = listed.map(buttonOf)
  if (!buttons.every((button) => button !== undefined))
    return bad('a button without title, type or payload that goes')
  return finish({ userId, text, buttons, asksInfo: kind === 'request_user_info' })
}

function finish(message: Outgoing): Read {
  if (message.text.length > maxTextUnits)
    return bad(`a text of ${message.text.length} units, at most ${maxTextUnits} go`, true)
  if (message.text.trim() === '' && message.image === undefined) return bad('no text')
  return { isGood: true, message }
}

function kindOf(type: unknown, template: unknown): 'image' | 'buttons' | 'request_user_info' | undefined {
  if (type === 'image') return 'image'
  if (type !== 'template') return undefined
  if (template === 'media') return 'image'
  if (template === 'request_user_info') return 'request_user_info'
  return [undefined, 'button', 'generic', 'list'].includes(template as string | undefined)
    ? 'buttons'
    : undefined
}

function textOf(payload: Json, elements: readonly Json[]): string {
  if (typeof payload.text === 'string') return payload.text
  return elements
    .flatMap(({ title, subtitle }) => [title, subtitle])
    .filter((line) => typeof line === 'string' && line !== '')
    .join('\n')
}

function imageOf(holder: Json): Outgoing['image'] {
  const { attachment_id: attachmentId, url } = holder
  if (typeof attachmentId === 'string' && attachmentId !== '') return { attachmentId }
  return typeof url === 'string' && /^https?:\/\//.test(url) ? { url } : undefined
}

function buttonOf(given: unknown): Button | undefined {
  const [label, type, payload] = ['title', 'type', 'payload'].map((name) => fieldOf(given, name))
  if (typeof label !== 'string' || label.trim() === '') return undefined
  if (type === 'oa.query.show' || type === 'oa.query.hide') {
    if (typeof payload !== 'string' || payload === '') return undefined
    return { type: 'query', label, payload, shows: type === 'oa.query.show' }
  }
  if (type === 'oa.open.url') {
    const url = fieldOf(payload, 'url')
    return typeof url === 'string' && /^https?:\/\//.test(url) ? { type: 'open', label } : undefined
  }
  // Recalled, not documented: a call and an SMS.
  return type === 'oa.open.phone' || type === 'oa.open.sms' ? { type: 'open', label } : undefined
}

function bad(why: string, isOffence = false): Read {
  return { isGood: false, why, isOffence }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldOf(holder: unknown, name: string): unknown {
  return isJson(holder) ? holder[name] : undefined
}
