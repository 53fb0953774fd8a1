/** A conversation made for looking at channels: it says back what it understood, numbered, and offers odd things. */
import type { Choice, Input, Reply, Session } from '../../../src/engine/turn.ts'
import type { Advance } from '../../../src/runtime/run-turn.ts'

export const choices: readonly Choice[] = [
  { id: 'where:here', label: 'Ở xã Sơn Kim 1' },
  { id: 'where:there', label: 'Ở nơi khác' },
  { id: '!person', label: 'Gặp cán bộ' },
]

/** Ten thousand characters: paragraphs, sentences, emoji, and signs that formatting languages care about. */
export const longText = Array.from(
  { length: 100 },
  (_, index) =>
    `Đoạn ${index + 1}: *không* _được_ [mất](x) <b>chữ</b> & dấu nào 👨‍👩‍👧. ${'Nội dung này dài. '.repeat(2)}`,
)
  .join('\n\n')
  .slice(0, 10_000)
  .trim()

interface Memory {
  readonly count: number
  readonly offered: boolean
  readonly ticked: readonly string[]
}

function memoryOf(session: Session | undefined): Memory {
  const { count, offered, ticked } = session?.frame?.slots ?? {}
  return {
    count: Number(count ?? 0),
    offered: offered === true,
    ticked: (ticked ?? []) as readonly string[],
  }
}

/** What the bot says it heard. */
export function understood(input: Input): string {
  switch (input.type) {
    case 'text':
      return `chữ «${input.text}»`
    case 'tap':
      return `chọn «${input.choice}»`
    case 'contact':
      return `số «${input.phone}»`
    case 'location':
      return `nơi «${input.latitude} ${input.longitude}»`
    case 'unsupported':
      return `không đọc được «${input.kind}»`
    case 'staff':
      return `cán bộ «${input.does}»`
    default:
      return input.type
  }
}

/** Replies are numbered per conversation, so that a missing, doubled or misplaced one is seen. */
export const script: Advance = (content, session, given, now) => {
  const memory = memoryOf(session)
  const input = memory.offered ? byNumber(given) : given
  const count = memory.count + 1
  const said = `${count}. ${understood(input)}`
  const words = input.type === 'text' ? input.text : ''
  return {
    session: {
      v: 1,
      content: content.version,
      locale: 'vi',
      frame: { procedure: 'p', at: 'q', slots: { count, offered: words === 'chọn' } },
      heardAt: now,
    },
    replies: repliesTo(words, said),
    effects: [],
  }
}

function repliesTo(words: string, said: string): readonly Reply[] {
  if (words === 'chọn') return [{ text: `${said}\nBác ở đâu ạ?`, choices }]
  if (words === 'dài') return [{ text: longText }, { text: said }]
  if (words === 'ba') return ['một', 'hai', 'ba'].map((one) => ({ text: `${said} ${one}` }))
  return [{ text: said }]
}

/** A typed number means the choice that stands in its place. */
function byNumber(input: Input): Input {
  const chosen =
    input.type === 'text' && /^[1-3]$/.test(input.text) ? choices[Number(input.text) - 1] : undefined
  return chosen === undefined ? input : { type: 'tap', choice: chosen.id }
}
