/** The script with what the engine answers to it, so that everybody can be held to the same words. */
import type { Content } from '../../content/content.ts'
import { advance } from '../../engine/advance.ts'
import type { Input, Reading, Session } from '../../engine/turn.ts'
import type { ScriptTurn } from './drive.ts'
import { benchNow, benchScript } from './script.ts'

export function recordScript(content: Content, understand: (text: string) => Reading): readonly ScriptTurn[] {
  let session: Session | undefined
  return benchScript.map((input) => {
    const heard = input.type === 'text' ? { ...input, reading: understand(input.text) } : input
    const outcome = advance(content, session, heard, benchNow)
    session = outcome.session
    const replies = outcome.replies.map(({ text, choices }) => ({ text, ...(choices && { choices }) }))
    return { text: wordsOf(input), isTap: input.type === 'tap', replies }
  })
}

function wordsOf(input: Input): string {
  if (input.type === 'text') return input.text
  if (input.type === 'tap') return input.choice
  throw new Error(`the script has a turn that is ${input.type}`)
}
