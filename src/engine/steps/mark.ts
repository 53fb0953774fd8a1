import type { AskStep } from '../../content/content.ts'
import type { Shown } from './ask-type.ts'

/**
 * A short mark of the list under a question: the same options in the same order have the same mark, whatever the
 * question is called. `undefined` where numbers mean no place in a list that could change.
 */
export function markOf(ask: AskStep, { choices }: Shown): string | undefined {
  if (choices === undefined || ask.slotType === 'yes_no') return undefined
  const ids = choices.map(({ id }) => id.slice(id.indexOf(':') + 1)).join(' ')
  let hash = 0x811c9dc5 // FNV-1a
  for (let at = 0; at < ids.length; at += 1) hash = Math.imul(hash ^ ids.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
