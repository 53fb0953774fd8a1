/** The pages for staff on a free port, in front of an office in memory. */
import { type Console, type ConsoleLimits, createConsole } from '../../../src/console/index.ts'
import { type Listener, listen } from '../../../src/http/listen.ts'
import { consoleTexts } from '../../../src/main/content.ts'
import { loadShipped } from '../../support/files.ts'
import { type FakeOffice, fakeOffice } from './fake-office.ts'

const content = await loadShipped()

export interface ServedConsole {
  readonly url: string
  readonly office: FakeOffice
  readonly console: Console
  /** What the log was told. */
  readonly logged: unknown[]
  close(): Promise<void>
}

export async function serveConsole(
  options: {
    readonly now?: () => number
    readonly limits?: Partial<ConsoleLimits>
    readonly publicUrl?: string
    readonly heartbeatMs?: number
    readonly port?: number
  } = {},
): Promise<ServedConsole> {
  const now = options.now ?? Date.now
  const office = fakeOffice(now)
  const logged: unknown[] = []
  const log = (fields: object, message: string) => void logged.push([message, fields])
  const pages = createConsole({
    office,
    texts: (tag) => consoleTexts(content, tag),
    now,
    trustsProxy: false,
    publicUrl: options.publicUrl,
    log: { warn: log, error: log },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
  })
  const listener: Listener = await listen((request, bindings) => pages.fetch(request, bindings), {
    host: '127.0.0.1',
    port: options.port ?? 0,
  })
  return {
    url: listener.url,
    office,
    console: pages,
    logged,
    async close() {
      pages.close()
      await listener.close(0)
    },
  }
}
