/** How a message looks once something on it has been pressed. Pure. */
import { ticked, unticked } from './keyboard.ts'
import type { PressedMessage } from './parse.ts'
import { maxCaptionUnits, maxTextUnits } from './render.ts'

export type AfterPress =
  /** A paper was ticked: the list itself will follow. */
  | { readonly type: 'tick' }
  /** The buttons go. `text` or `caption` says from then on what was chosen; absent: only the buttons go. */
  | { readonly type: 'chosen'; readonly text?: string; readonly caption?: string }
  /** There is nothing left to press on it. */
  | { readonly type: 'nothing' }

/** What becomes of the message under which `choice` was pressed. */
export function afterPress(message: PressedMessage, choice: string): AfterPress {
  const all = message.buttons.flat()
  const label = all.find((button) => button.choice === choice)?.text
  if (label === undefined) return { type: 'nothing' }
  if (isPaper(label)) return { type: 'tick' }
  // The list of papers goes with the buttons, so what was ticked is written down.
  const kept = [...all.map(({ text }) => text).filter(isPaper), `✓ ${label}`].join('\n')
  const { text, caption } = message
  if (text !== undefined) return chosen('text', text, kept, maxTextUnits)
  return chosen('caption', caption ?? '', kept, maxCaptionUnits)
}

function isPaper(label: string): boolean {
  return label.startsWith(ticked) || label.startsWith(unticked)
}

function chosen(field: 'text' | 'caption', before: string, kept: string, maxUnits: number): AfterPress {
  const whole = before === '' ? kept : `${before}\n\n${kept}`
  return { type: 'chosen', ...(whole.length > maxUnits ? {} : { [field]: whole }) }
}
