/** What officers do to a case, as it may be carried out: texts of a length that arrives, without what cannot be seen. */
import type { DeskId } from '../content/content.ts'
import type { OfficerAction } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'

/** Fits one message of every platform; the door of the runtime would cut what is longer. */
const maxTextChars = 1_900
const maxAltChars = 300

/** The action with clean texts. @throws StaffError `bad_action`, `unknown_desk` */
export function cleanAction(action: OfficerAction, desks: ReadonlyMap<DeskId, unknown>): OfficerAction {
  switch (action.does) {
    case 'answer': {
      const text = cleaned(action.text)
      if (text === '' && action.image === undefined)
        throw new StaffError('bad_action', 'The answer says nothing.')
      if (action.image === undefined) return { does: 'answer', text }
      const alt = cleaned(action.image.alt)
      if (alt === '' || alt.length > maxAltChars || !action.image.source.startsWith('attachment:'))
        throw new StaffError('bad_action', 'A picture is one that was attached, and is described.')
      return { does: 'answer', text, image: { source: action.image.source, alt } }
    }
    case 'note': {
      const text = cleaned(action.text)
      if (text === '') throw new StaffError('bad_action', 'The note says nothing.')
      return { does: 'note', text }
    }
    case 'pass':
      if (!desks.has(action.desk)) throw new StaffError('unknown_desk', 'There is no such desk.')
      return { ...action, ...remark(action.text) }
    case 'close':
      return { ...action, ...remark(action.text) }
    case 'take':
    case 'send_fact':
    case 'give_back':
      return action
  }
}

function remark(text: string | undefined): { readonly text?: string } {
  return text === undefined ? {} : { text: cleaned(text) }
}

/** Lines stay, what cannot be seen goes. */
function cleaned(text: string): string {
  if (text.length > maxTextChars)
    throw new StaffError('bad_action', `A text has ${maxTextChars} characters at most.`)
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()
}
