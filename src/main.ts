/**
 * `npm start`: the composition root, and the process around it. Exit codes: 0 stopped when asked, 1 could not start
 * or failed, 2 wrong settings.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Day } from './calendar/day.ts'
import { type PageTexts, webChannel } from './channels/web/index.ts'
import { listen } from './channels/web/listen.ts'
import { type Config, loadEnvFile, readConfig } from './config.ts'
import type { Content } from './content/content.ts'
import { type LiveContent, liveContent, type Reload } from './content/live.ts'
import { formatProblems } from './content/report.ts'
import { advance } from './engine/advance.ts'
import { ConfigError, ContentError, MotCuaError } from './errors.ts'
import { createLog, type Log } from './log.ts'
import { systemClock } from './runtime/clock.ts'
import { usualRetention } from './runtime/retention.ts'
import { createRuntime } from './runtime/service.ts'
import { sqliteStore } from './store/sqlite.ts'
import { lazyUnderstander } from './understanding/lazy.ts'
import { loadSpelling } from './understanding/spelling.ts'

/** The running service. */
interface Service {
  /** Where the web chat answers, e.g. `http://127.0.0.1:3000`. */
  readonly url: string
  /** Takes nothing new, finishes the turns and deliveries in hand, and closes everything. */
  stop(): Promise<void>
}

/** Time for requests in hand to be answered at the end, milliseconds. */
const graceMs = 5_000
const webPrefix = 'web.'

/**
 * Starts the service; it answers once this resolves.
 * @param tellOperator writes plain lines for whoever started it, e.g. why an edited flow was refused
 * @throws ContentError, StoreError, ConfigError, and Node's own errors when a folder or the port cannot be had
 */
async function startService(
  config: Config,
  log: Log,
  tellOperator: (text: string) => void,
): Promise<Service> {
  requireFolders({ FLOWS_DIR: config.flowsDir, LOCALES_DIR: config.localesDir })
  const clock = systemClock()
  const understand = lazyUnderstander(config.localesDir, {
    onFailure: (error) => log.error({ err: error }, 'The examples could not be learned apart.'),
  })
  // Read when the first citizen writes; a fault in it is to be known now.
  loadSpelling(config.localesDir)
  const live = await liveContent({
    flowsDir: config.flowsDir,
    localesDir: config.localesDir,
    today: () => Day.inVietnam(clock.now()),
    onReload: (reload) => reportReload(reload, log, tellOperator),
  })
  const store = sqliteStore({ path: join(config.dataDir, 'motcua.db') })
  const content = contentInLocale(live, config.defaultLocale)
  const runtime = createRuntime({
    store,
    content,
    advance,
    understand: (text) => understand(live.current).read(text),
    ready: () => understand.prepare(live.current),
    clock,
    log,
    retention: {
      ...usualRetention,
      sessions: config.retentionDays,
      replies: config.replyRetentionDays,
    },
  })
  const web = webChannel({
    // The page announces a citizen before they write: time to learn the examples. Nobody there, no memory taken.
    accept: async (incoming) => {
      const isNew = await runtime.accept(incoming)
      void understand.prepare(live.current)
      return isNew
    },
    store,
    pageTexts: (tag) => pageTexts(content(), tag),
    now: clock.now,
    trustsProxy: config.trustsProxy,
    log,
  })
  const listener = await listen(web, config)
  runtime.start([web])
  log.info({ version: live.current.version, url: listener.url }, 'The service has started.')

  return {
    url: listener.url,
    async stop() {
      live.close()
      await web.close()
      await listener.close(graceMs)
      await runtime.stop()
      understand.close()
      await store.close()
      log.info({}, 'The service has stopped.')
    },
  }
}

function requireFolders(folders: Readonly<Record<string, string>>): void {
  const missing = Object.entries(folders).filter(([, path]) => !existsSync(path))
  if (missing.length === 0) return
  throw new ConfigError(missing.map(([name]) => `${name} names a folder that does not exist.`).join('\n'))
}

/** The live content, beginning conversations in the configured language. */
function contentInLocale(live: LiveContent, locale: string): () => Content {
  if (!live.current.locales.has(locale)) {
    throw new ConfigError('DEFAULT_LOCALE names no folder of LOCALES_DIR.')
  }
  let source: Content | undefined
  let adapted: Content | undefined
  return () => {
    if (adapted === undefined || source !== live.current) {
      source = live.current
      const defaultLocale = source.locales.has(locale) ? locale : source.defaultLocale
      adapted = { ...source, defaultLocale }
    }
    return adapted
  }
}

function pageTexts(content: Content, tag: string | undefined): PageTexts {
  const locale =
    (tag === undefined ? undefined : content.locales.get(tag)) ?? content.locales.get(content.defaultLocale)
  const phrases = [...(locale?.phrases ?? [])]
    .filter(([key]) => key.startsWith(webPrefix))
    .map(([key, text]) => [key.slice(webPrefix.length), text])
  return { locale: locale?.tag ?? content.defaultLocale, phrases: Object.fromEntries(phrases) }
}

function reportReload(reload: Reload, log: Log, tellOperator: (text: string) => void): void {
  switch (reload.type) {
    case 'reloaded':
      tellOperator('The edited flows are live.')
      return log.info(
        { version: reload.content.version, warnings: reload.warnings.length, renames: reload.renames.length },
        'The edited flows are live.',
      )
    case 'refused':
      tellOperator(
        `${formatProblems(reload.problems).trimEnd()}\nThe edited flows were refused; the last good ones serve on.`,
      )
      return log.error({ problems: reload.problems.length }, 'Edited flows were refused.')
    case 'failed':
      return log.error({ err: reload.error }, 'The flow files cannot be followed.')
  }
}

/** What the operator reads when the service cannot start: one message, no stack. */
function explain(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof ConfigError) return { message: error.message, exitCode: 2 }
  if (error instanceof ContentError) return { message: formatProblems(error.problems), exitCode: 1 }
  if (error instanceof MotCuaError) return { message: error.message, exitCode: 1 }
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: '' }
  if (code === 'EADDRINUSE') {
    return { message: 'PORT is taken by another program. Stop that one, or set another PORT.', exitCode: 1 }
  }
  return { message: `The service cannot start: ${message}`, exitCode: 1 }
}

function fail(error: unknown): never {
  const { message, exitCode } = explain(error)
  process.stderr.write(`${message.trimEnd()}\n`)
  process.exit(exitCode)
}

/** Starts the service from the environment; a start that fails ends the process with one plain message. */
export async function run(): Promise<void> {
  await main().catch(fail)
}

async function main(): Promise<void> {
  loadEnvFile()
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel })
  const crash = (error: unknown): never => {
    log.error({ err: error }, 'A fault nobody caught; the process ends.')
    process.exit(1)
  }
  process.on('unhandledRejection', crash)
  process.on('uncaughtException', crash)

  const tellOperator = (text: string) => void process.stdout.write(`${text}\n`)
  const service = await startService(config, log, tellOperator)
  const stop = () => {
    // Asked a second time, the operator wants it at once.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))
    service.stop().then(() => process.exit(0), crash)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  tellOperator(`Một Cửa đang chạy: ${service.url}`)
}

if (import.meta.main) await run()
