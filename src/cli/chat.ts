/**
 * `npm run -s chat`: a conversation in the terminal, through the same runtime as everywhere else.
 *
 * `--plain` reads one citizen message per line from stdin and prints nothing but the bot's replies, until the end
 * of input. `--locale vi` chooses the language, `--now 2026-11-22T09:00+07:00` the moment it starts at.
 */
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs, styleText } from 'node:util'
import { terminalChannel, terminalConversation } from '../channels/terminal/index.ts'
import type { Content } from '../content/content.ts'
import { loadContent } from '../content/load.ts'
import { formatProblems } from '../content/report.ts'
import { advance } from '../engine/advance.ts'
import type { Input } from '../engine/turn.ts'
import { systemClock } from '../runtime/clock.ts'
import { createRuntime, type Runtime } from '../runtime/service.ts'
import { sqliteStore } from '../store/sqlite.ts'
import { lazyUnderstander } from '../understanding/lazy.ts'

interface Settings {
  readonly isPlain: boolean
  readonly locale: string | undefined
  readonly offsetMs: number
}

function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: { plain: { type: 'boolean' }, locale: { type: 'string' }, now: { type: 'string' } },
  })
  const start = values.now === undefined ? Date.now() : Date.parse(values.now)
  if (Number.isNaN(start)) throw new Error(`--now must be like 2026-11-22T09:00+07:00, not ${values.now}`)
  return { isPlain: values.plain === true, locale: values.locale, offsetMs: start - Date.now() }
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2))
  const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const loaded = await loadContent({
    flowsDir: process.env.FLOWS_DIR ?? folder('flows'),
    localesDir: process.env.LOCALES_DIR ?? folder('locales'),
  })
  if (!loaded.ok) {
    process.stderr.write(formatProblems(loaded.problems))
    process.exitCode = 1
    return
  }
  const content = inLanguage(loaded.content, settings.locale)
  const understand = lazyUnderstander(process.env.LOCALES_DIR ?? folder('locales'))
  const store = sqliteStore({ path: ':memory:' })
  const clock = systemClock(settings.offsetMs)
  const runtime = createRuntime({
    store,
    content: () => content,
    advance,
    understand: (text) => understand(content).read(text),
    clock,
  })
  let count = 0
  const say = async (input: Input) => {
    count += 1
    const updateId = String(count)
    await runtime.accept({ conversation: terminalConversation, updateId, input, receivedAt: clock.now() })
    await runtime.idle()
  }
  if (settings.isPlain) await chatPlainly(runtime, say)
  else await chatPleasantly(runtime, content, say)
  await runtime.stop()
  await store.close()
}

/** The content with another language as the one a new conversation starts in. */
function inLanguage(content: Content, tag: string | undefined): Content {
  if (tag === undefined) return content
  if (!content.locales.has(tag)) {
    throw new Error(`--locale must be one of ${[...content.locales.keys()].join(', ')}, not ${tag}`)
  }
  return { ...content, defaultLocale: tag }
}

async function chatPlainly(runtime: Runtime, say: (input: Input) => Promise<void>): Promise<void> {
  runtime.start([terminalChannel(process.stdout)])
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text.trim() !== '') await say({ type: 'text', text })
  }
}

async function chatPleasantly(
  runtime: Runtime,
  content: Content,
  say: (input: Input) => Promise<void>,
): Promise<void> {
  const bar = styleText('green', '│ ')
  runtime.start([terminalChannel(process.stdout, (text) => `\n${text.replaceAll(/^/gm, bar)}\n`)])
  const name = content.locales.get(content.defaultLocale)?.name ?? ''
  process.stdout.write(styleText('dim', `Một Cửa · ${name} · Ctrl+D\n`))
  await say({ type: 'start' })
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n› ' })
  let isOpen = true
  lines.once('close', () => {
    isOpen = false
  })
  lines.prompt()
  for await (const text of lines) {
    if (text.trim() !== '') await say({ type: 'text', text })
    // What was piped in is answered to its end.
    if (isOpen) lines.prompt()
  }
  process.stdout.write('\n')
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
