/** A reply as plain text: what every channel without buttons shows. */
import type { Reply } from '../engine/turn.ts'

/**
 * The text, then its choices numbered in the order in which the engine counts them; last in brackets what a picture
 * shows.
 */
export function renderPlain(reply: Reply): string {
  const lines = [...linesOf(reply), ...(reply.image === undefined ? [] : [`[${reply.image.alt}]`])]
  return lines.join('\n')
}

function linesOf(reply: Reply): readonly string[] {
  const lines = [reply.text]
  const { ticks, choices = [] } = reply
  if (ticks === undefined) {
    choices.forEach(({ label }, index) => {
      lines.push(`${index + 1}. ${label}`)
    })
    return lines
  }
  ticks.items.forEach(({ label, note, isTicked }, index) => {
    const remark = note === undefined ? '' : ` (${note})`
    lines.push(`${index + 1}. [${isTicked ? 'x' : ' '}] ${label}${remark}`)
  })
  // What follows the papers in the choices ("finished", "meet an officer") keeps its number.
  choices.slice(ticks.items.length).forEach(({ label }, index) => {
    lines.push(`${ticks.items.length + index + 1}. ${label}`)
  })
  return lines
}
