/** The office of the service: whoever works there, their cases, and the pictures they send. */

import type { Config } from '../config.ts'
import { createConsole } from '../console/index.ts'
import type { Content } from '../content/content.ts'
import { operator } from '../handoff/accounts/rights.ts'
import { sourcePrefix } from '../handoff/attachments.ts'
import { type Office, openOffice } from '../handoff/office.ts'
import { viewOf } from '../handoff/view.ts'
import { attachmentAddresses, serveAttachments } from '../http/attachments.ts'
import { type Handle, nothingHere } from '../http/handle.ts'
import { imageAddresses, imagePaths, serveMedia } from '../http/media.ts'
import type { Log } from '../log.ts'
import type { OpenOptions } from '../platforms/index.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Runtime } from '../runtime/service.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Store } from '../store/store.ts'
import { consoleTexts } from './content.ts'

export interface OfficeParts {
  readonly shelf: Shelf
  readonly store: Store
  readonly runtime: Pick<Runtime, 'accept'>
  readonly content: () => Content
  readonly clock: Clock
  readonly log: Log
}

/** The office as the service joins it to its listener and its channels. */
export interface ServiceOffice extends Pick<OpenOptions, 'imageAddress' | 'imageFile'> {
  readonly office: Office
  /** The pages for staff, below `/console`; absent where nobody hears. */
  readonly console?: Handle
  /** Whether there is no account yet. */
  isNobodyYet(): Promise<boolean>
  /** Answers below `/media/`. */
  readonly media: Handle
  stop(): void
}

export function serviceOffice(config: Config, parts: OfficeParts): ServiceOffice {
  const { shelf, store, runtime, content, clock, log } = parts
  const { publicUrl, flowsDir } = config
  const servesStaff = config.role !== 'worker'
  const office = openOffice({
    shelf,
    store,
    accept: runtime.accept,
    content,
    clock,
    dataDir: config.dataDir,
    servesStaff,
    onError: (error) => log.warn({ err: error }, 'Something of the office was put off.'),
  })
  const pages = servesStaff
    ? createConsole({
        office: {
          ...office,
          view: (about, locale, log = []) => viewOf(content(), about, { locale, now: clock.now(), log }),
        },
        texts: (tag) => consoleTexts(content(), tag),
        now: clock.now,
        trustsProxy: config.trustsProxy,
        publicUrl,
        log,
      })
    : undefined
  const [addressOfFile, addressOfAttachment] = [imageAddresses(publicUrl), attachmentAddresses(publicUrl)]
  const pathOf = imagePaths(flowsDir)
  return {
    office,
    ...(pages === undefined ? {} : { console: pages.fetch }),
    isNobodyYet: async () => (await office.accounts.list(operator)).length === 0,
    media: servesStaff ? serveAttachments(office.attachments.open, serveMedia(flowsDir)) : nothingHere,
    imageAddress: (source) => addressOfAttachment(source) ?? addressOfFile(source),
    imageFile: (source) =>
      source.startsWith(sourcePrefix) ? office.attachments.file(source) : pathOf(source),
    stop: () => {
      pages?.close()
      office.stop()
    },
  }
}
