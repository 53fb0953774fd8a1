/** The composition root: content, store, runtime and channels made from the configuration and tied together. */
import { existsSync } from 'node:fs'
import { Day } from '../calendar/day.ts'
import { webChannel } from '../channels/web/index.ts'
import type { Config } from '../config.ts'
import { liveContent } from '../content/live.ts'
import { advance } from '../engine/advance.ts'
import { ConfigError } from '../errors.ts'
import { createFront } from '../http/front.ts'
import { listen } from '../http/listen.ts'
import { operations } from '../http/operations.ts'
import type { Log } from '../log.ts'
import { systemClock } from '../runtime/clock.ts'
import { createGate } from '../runtime/gate.ts'
import type { PollTurn } from '../runtime/poll-turn.ts'
import { usualRetention } from '../runtime/retention.ts'
import { createRuntime } from '../runtime/service.ts'
import { openStore } from '../store/open.ts'
import { openGaps } from '../understanding/gaps/file.ts'
import { lazyUnderstander } from '../understanding/lazy.ts'
import { loadSpelling } from '../understanding/spelling.ts'
import { contentInLocale, pageTexts, reportReload } from './content.ts'
import { watchHealth } from './health.ts'
import { createMetrics } from './metrics.ts'
import { muteWeb } from './mute-web.ts'
import { serviceOffice } from './office.ts'
import { hooksOf, openPlatforms } from './platforms.ts'
import { openRelays } from './relays.ts'
import { secondOpinionOf } from './second-opinion.ts'
import { createWayIn } from './way-in.ts'

/** The running service. */
export interface Service {
  /** Where the web chat answers, e.g. `http://127.0.0.1:3000`. */
  readonly url: string
  /** The pages for staff; absent where nobody hears. */
  readonly staff?: { readonly url: string; isNobodyYet(): Promise<boolean> }
  /** Takes nothing new, finishes the turns and deliveries in hand, and closes everything. */
  stop(): Promise<void>
}

/** Time for requests in hand to be answered at the end, milliseconds. */
const graceMs = 5_000
const msPerDay = 86_400_000

/**
 * Starts the service; it answers once this resolves. Platforms that cannot be reached do not keep it from starting.
 * @param tellOperator writes plain lines for whoever started it, e.g. why an edited flow was refused
 * @throws ContentError, StoreError, ConfigError, and Node's own errors when a folder or the port cannot be had
 */
export async function startService(
  config: Config,
  plainLog: Log,
  tellOperator: (text: string) => void,
): Promise<Service> {
  requireFolders({ FLOWS_DIR: config.flowsDir, LOCALES_DIR: config.localesDir })
  const clock = systemClock()
  const understand = lazyUnderstander(config.localesDir, {
    onFailure: (error) => plainLog.error({ err: error }, 'The examples could not be learned apart.'),
  })
  // Read when the first citizen writes; a fault in it is to be known now.
  loadSpelling(config.localesDir)
  const hears = config.role !== 'worker'
  const answers = config.role !== 'web'
  // What learns the examples starts while they are read.
  if (answers) understand.getReady()
  const live = await liveContent({
    flowsDir: config.flowsDir,
    localesDir: config.localesDir,
    today: () => Day.inVietnam(clock.now()),
    onReload: (reload) => reportReload(reload, plainLog, tellOperator),
  }).catch((error: unknown) => {
    understand.close()
    throw error
  })
  // The first citizen must not wait for it longer than need be.
  if (answers) void understand.prepare(live.current)
  const polls = new Map<string, PollTurn>()
  const gate = createGate()
  const metrics = createMetrics({
    now: clock.now,
    shards: () => opened.desk.shards(),
    current: () => ({
      inputsInHand: gate.inHand,
      spoolBytes: wayIn.spoolBytes,
      polling: new Map([...polls].map(([name, { isOurs }]) => [name, isOurs])),
    }),
  })
  const log = metrics.watchLog(plainLog)
  const opened = await openStore(config, { clock, log })
  const store = metrics.watchStore(opened.store)
  const isShared = opened.shared !== undefined
  if (isShared || config.metricsToken !== undefined) await metrics.load()
  const content = contentInLocale(live, config.defaultLocale)
  const secondOpinion = answers ? await secondOpinionOf(config, { clock, log }) : undefined
  const gaps = openGaps({ dataDir: config.dataDir, now: clock.now, log })
  const runtime = createRuntime({
    store,
    content,
    advance,
    understand: (text) => understand(live.current).read(text),
    ready: () => understand.prepare(live.current),
    ...(secondOpinion === undefined ? {} : { secondOpinion }),
    // An answer that could not be read may say anything about a person; a wish says what somebody wants.
    onDoubt: (text, { about }) => {
      if (about === 'wish') gaps.keep(text)
    },
    clock,
    log,
    observer: metrics.observer,
    retention: {
      ...usualRetention,
      sessions: config.retentionDays,
      replies: config.replyRetentionDays,
      cases: config.caseRetentionDays,
    },
    alsoForget: () => office.office.forget(clock.now() - config.auditRetentionDays * msPerDay),
  })
  const office = serviceOffice(config, { shelf: opened.shelf, store, runtime, content, clock, log })
  const relays = await openRelays(config, {
    ...{ office: office.office, shelf: opened.shelf, store, content, clock, log },
  })
  const wayIn = await createWayIn({
    // After an edit the examples are learned again when somebody writes.
    accept: async (incoming) => {
      const isNew = await runtime.accept(incoming)
      if (answers) void understand.prepare(live.current)
      return isNew
    },
    gate,
    ...(isShared && hears ? { spoolDir: config.dataDir } : {}),
    onInput: metrics.input,
    clock,
    log,
  })
  const web = hears
    ? webChannel({
        accept: wayIn.repeated,
        store,
        pageTexts: (tag) => pageTexts(content(), tag),
        now: clock.now,
        trustsProxy: config.trustsProxy,
        log,
      })
    : muteWeb
  const platforms = await openPlatforms(config, {
    wayIn,
    gate,
    polls,
    clock,
    log,
    store,
    content,
    opened,
    office,
    relays,
  })
  const health = watchHealth({ store, desk: opened.desk, gate, clock, log })
  const listener = await listen(
    createFront({
      page: web.fetch,
      hooks: hears ? hooksOf(platforms) : new Map(),
      media: office.media,
      ...(office.console === undefined ? {} : { console: office.console }),
      operations: operations({
        whyNotReady: health.whyNotReady,
        metrics: metrics.text,
        metricsToken: config.metricsToken,
        isBehindProxy: config.trustsProxy || config.publicUrl !== undefined,
      }),
    }),
    config,
  )
  if (answers) runtime.start([web, ...platforms])
  wayIn.start()
  await Promise.all([...polls.values()].map((turn) => turn.start()))
  await relays.start()
  for (const channel of platforms) channel.start?.()
  log.info(
    {
      version: live.current.version,
      role: config.role,
      channels: ['web', ...platforms.map(({ name }) => name)],
    },
    'The service has started.',
  )

  return {
    url: listener.url,
    ...(office.console === undefined
      ? {}
      : { staff: { url: `${listener.url}/console`, isNobodyYet: office.isNobodyYet } }),
    async stop() {
      health.stop()
      live.close()
      office.stop()
      // What a platform handed over is accepted before the runtime stops: it would not be told again.
      await Promise.all([web, ...platforms].map((channel) => channel.close()))
      await Promise.all([...polls.values()].map((turn) => turn.stop()))
      await relays.stop()
      await listener.close(graceMs)
      await wayIn.stop()
      await runtime.stop()
      await gaps.close()
      understand.close()
      await opened.close()
      log.info({}, 'The service has stopped.')
    },
  }
}

function requireFolders(folders: Readonly<Record<string, string>>): void {
  const missing = Object.entries(folders).filter(([, path]) => !existsSync(path))
  if (missing.length === 0) return
  throw new ConfigError(missing.map(([name]) => `${name} names a folder that does not exist.`).join('\n'))
}
