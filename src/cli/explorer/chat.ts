/** A path as the conversation that a reader can follow. */
import { renderPlain } from '../../channels/plain.ts'
import type { Content } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { EpochMs, Input, Reply, Session } from '../../engine/turn.ts'

/** Plays the inputs and writes down who said what. */
export function chatOf(content: Content, start: Session, inputs: readonly Input[], now: EpochMs): string {
  const lines: string[] = []
  let session = start
  let replies: readonly Reply[] = []
  for (const input of inputs) {
    lines.push(`citizen: ${wordsOf(input, replies)}`)
    const outcome = advance(content, session, input, now)
    session = outcome.session
    replies = outcome.replies
    for (const reply of replies) lines.push(`bot:     ${renderPlain(reply).replaceAll('\n', '\n         ')}`)
  }
  return lines.join('\n')
}

function wordsOf(input: Input, replies: readonly Reply[]): string {
  switch (input.type) {
    case 'text':
      return input.text
    case 'tap': {
      const choice = replies.flatMap((reply) => reply.choices ?? []).find(({ id }) => id === input.choice)
      return choice === undefined ? `[${input.choice}]` : `[${choice.label}]`
    }
    case 'ticks':
      return `[${input.ids.join(', ')}]${input.isDone ? ' [done]' : ''}`
    case 'timer':
      return `(${input.name} rings)`
    case 'unsupported':
      return `(${input.kind})`
    case 'contact':
      return '(hands over their phone number)'
    case 'location':
      return '(hands over where they are)'
    case 'staff':
      return input.does === 'writes' ? '(an officer writes)' : '(an officer gives the conversation back)'
    case 'officer':
      return `(an officer: ${input.action.does})`
    case 'start':
      return '(opens the conversation)'
    default:
      return input satisfies never
  }
}
