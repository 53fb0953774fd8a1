/** The composition root: content, store, runtime and channels made from the configuration and tied together. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Day } from '../calendar/day.ts'
import type { Accept, Channel } from '../channels/channel.ts'
import { webChannel } from '../channels/web/index.ts'
import type { Config } from '../config.ts'
import type { Content } from '../content/content.ts'
import { liveContent } from '../content/live.ts'
import { advance } from '../engine/advance.ts'
import { ConfigError } from '../errors.ts'
import { createFront } from '../http/front.ts'
import { listen } from '../http/listen.ts'
import { imageAddresses, imageFiles, imagePaths, serveMedia } from '../http/media.ts'
import type { Log } from '../log.ts'
import { configuredPlatforms, type OpenOptions } from '../platforms/index.ts'
import { type Clock, systemClock } from '../runtime/clock.ts'
import { usualRetention } from '../runtime/retention.ts'
import { createRuntime } from '../runtime/service.ts'
import { sqliteStore } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import { lazyUnderstander } from '../understanding/lazy.ts'
import { loadSpelling } from '../understanding/spelling.ts'
import { contentInLocale, pageTexts, phrasesIn, reportReload, translationsOf } from './content.ts'

/** The running service. */
export interface Service {
  /** Where the web chat answers, e.g. `http://127.0.0.1:3000`. */
  readonly url: string
  /** Takes nothing new, finishes the turns and deliveries in hand, and closes everything. */
  stop(): Promise<void>
}

/** Time for requests in hand to be answered at the end, milliseconds. */
const graceMs = 5_000

/**
 * Starts the service; it answers once this resolves. Platforms that cannot be reached do not keep it from starting.
 * @param tellOperator writes plain lines for whoever started it, e.g. why an edited flow was refused
 * @throws ContentError, StoreError, ConfigError, and Node's own errors when a folder or the port cannot be had
 */
export async function startService(
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
  // The first word of a citizen gives time to learn the examples. Nobody there, no memory taken.
  const accept: Accept = async (incoming) => {
    const isNew = await runtime.accept(incoming)
    void understand.prepare(live.current)
    return isNew
  }
  const web = webChannel({
    accept,
    store,
    pageTexts: (tag) => pageTexts(content(), tag),
    now: clock.now,
    trustsProxy: config.trustsProxy,
    log,
  })
  const platforms = await openPlatforms(config, { accept, clock, log, store, content })
  const listener = await listen(
    createFront({ page: web.fetch, hooks: hooksOf(platforms), media: serveMedia(config.flowsDir) }),
    config,
  )
  runtime.start([web, ...platforms])
  for (const channel of platforms) channel.start?.()
  log.info(
    { version: live.current.version, channels: ['web', ...platforms.map(({ name }) => name)] },
    'The service has started.',
  )

  return {
    url: listener.url,
    async stop() {
      live.close()
      // What a platform handed over is accepted before the runtime stops: it would not be told again.
      await Promise.all([web, ...platforms].map((channel) => channel.close()))
      await listener.close(graceMs)
      await runtime.stop()
      understand.close()
      await store.close()
      log.info({}, 'The service has stopped.')
    },
  }
}

interface Parts {
  readonly accept: Accept
  readonly clock: Clock
  readonly log: Log
  readonly store: Store
  readonly content: () => Content
}

function openPlatforms(config: Config, parts: Parts): Promise<readonly Channel[]> {
  const { store, content, ...common } = parts
  const options: OpenOptions = {
    ...common,
    isHooked: config.publicUrl !== undefined,
    imageAddress: imageAddresses(config.publicUrl),
    imageFile: imagePaths(config.flowsDir),
    openImage: imageFiles(config.flowsDir),
    phrases: async (conversation) => phrasesIn(content(), (await store.session(conversation))?.locale),
    translations: (key) => translationsOf(content(), key),
    heardAt: async (conversation) => (await store.session(conversation))?.heardAt,
  }
  return Promise.all(configuredPlatforms(config).map(({ open }) => open(options)))
}

function hooksOf(channels: readonly Channel[]): ReadonlyMap<string, (request: Request) => Promise<Response>> {
  return new Map(
    channels.flatMap(({ name, hook }) => (hook === undefined ? [] : [[name, (request) => hook(request)]])),
  )
}

function requireFolders(folders: Readonly<Record<string, string>>): void {
  const missing = Object.entries(folders).filter(([, path]) => !existsSync(path))
  if (missing.length === 0) return
  throw new ConfigError(missing.map(([name]) => `${name} names a folder that does not exist.`).join('\n'))
}
