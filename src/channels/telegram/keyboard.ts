/** Buttons under a message. Pure. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types'
import type { Choice, Reply } from '../../engine/turn.ts'
import { ChannelError } from '../../errors.ts'

export const ticked = '☑ '
export const unticked = '☐ '

/** What the platform takes behind a button. */
const maxDataBytes = 64
/** Up to this long, two labels fit side by side on a small phone. */
const shortLabelUnits = 14

type Row = InlineKeyboardButton[]

/** The buttons of a reply: papers to tick, then choices; `undefined` when it has none. */
export function inlineKeyboard({ choices = [], ticks }: Reply): InlineKeyboardMarkup | undefined {
  const papers = (ticks?.items ?? []).map(({ label, isTicked }, index): Row => {
    const mark = isTicked ? ticked : unticked
    const choice = choices[index]
    return choice === undefined ? [] : [button(choice, mark + label)]
  })
  const rest = inRows(choices.slice(papers.length))
  const rows = [...papers, ...rest].filter((row) => row.length > 0)
  return rows.length === 0 ? undefined : { inline_keyboard: rows }
}

/** Two short labels that follow each other share a row. */
function inRows(choices: readonly Choice[]): Row[] {
  const rows: Row[] = []
  let isOpen = false
  for (const choice of choices) {
    const isShort = choice.label.length <= shortLabelUnits
    if (isOpen && isShort) rows.at(-1)?.push(button(choice, choice.label))
    else rows.push([button(choice, choice.label)])
    isOpen = isShort && !isOpen
  }
  return rows
}

function button({ id }: Choice, text: string): Row[number] {
  const bytes = Buffer.byteLength(id)
  if (bytes < 1 || bytes > maxDataBytes) {
    const message = `The choice "${id}" has ${bytes} bytes; a button takes 1 to ${maxDataBytes}. Shorten the id.`
    throw new ChannelError('channel/rejected', message)
  }
  return { text: text.trim() === '' ? id : text, callback_data: id }
}
