/** Content that follows its files: an edit is live within two seconds, an invalid one never. */
import { type FSWatcher, watch } from 'node:fs'
import type { Day } from '../calendar/day.ts'
import { ContentError, type Problem } from '../errors.ts'
import type { Content } from './content.ts'
import { type LoadResult, loadContent } from './load.ts'
import { keepRenamed, type Rename } from './renames.ts'

/** What came of a change of the files. */
export type Reload =
  | {
      readonly type: 'reloaded'
      readonly content: Content
      readonly warnings: readonly Problem[]
      /** Questions taken as renamed, since exactly one new question asks the same. */
      readonly renames: readonly Rename[]
    }
  /** The last good version serves on. */
  | { readonly type: 'refused'; readonly problems: readonly Problem[] }
  /** The folders could not be read or watched; tried again at the next change. */
  | { readonly type: 'failed'; readonly error: unknown }

export interface LiveOptions {
  readonly flowsDir: string
  readonly localesDir: string
  /** Called after every change of the files that changed something. Must not throw. */
  readonly onReload: (reload: Reload) => void
  /** The day on which reviews are looked at, asked for at every load. */
  readonly today?: () => Day
  /** Quiet time after the last change before loading, milliseconds (default 150): editors write in several steps. */
  readonly settleMs?: number
}

export interface LiveContent {
  /** The last good version. Take it once per turn. */
  readonly current: Content
  /** Warnings of the first load. */
  readonly warnings: readonly Problem[]
  /** Stops watching; a load under way reports nothing any more. */
  close(): void
}

/**
 * Loads the content and keeps it up to date until closed.
 * @throws ContentError when the first load finds errors
 */
export async function liveContent(options: LiveOptions): Promise<LiveContent> {
  // Watching starts first: a change during the first load must not be missed.
  const follower = new Follower(options)
  try {
    await follower.start()
  } catch (error) {
    follower.close()
    throw error
  }
  return follower
}

class Follower implements LiveContent {
  readonly #options: LiveOptions
  readonly #watchers: FSWatcher[] = []
  #current: Content | undefined
  #warnings: readonly Problem[] = []
  #settling: NodeJS.Timeout | undefined
  #loading: Promise<void> | undefined
  #isStale = false
  #isClosed = false
  #wasRefused = false

  constructor(options: LiveOptions) {
    this.#options = options
    for (const folder of [options.flowsDir, options.localesDir]) {
      const watcher = watch(folder, { recursive: true }, () => this.#changed())
      watcher.on('error', (error) => this.#report({ type: 'failed', error }))
      this.#watchers.push(watcher)
    }
  }

  get current(): Content {
    if (this.#current === undefined) throw new ContentError([])
    return this.#current
  }

  get warnings(): readonly Problem[] {
    return this.#warnings
  }

  /** The first load; a change meanwhile is loaded right after it. */
  async start(): Promise<void> {
    const first = this.#first()
    this.#loading = first.catch(() => undefined).finally(() => this.#loaded())
    await first
  }

  async #first(): Promise<void> {
    const result = await this.#load()
    if (!result.ok) throw new ContentError(result.problems)
    this.#current = result.content
    this.#warnings = result.warnings
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#settling)
    for (const watcher of this.#watchers) watcher.close()
  }

  #changed(): void {
    if (this.#isClosed) return
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.#reloadSoon(), this.#options.settleMs ?? 150)
  }

  /** One load at a time; a change during a load leads to one more. */
  #reloadSoon(): void {
    if (this.#loading !== undefined) {
      this.#isStale = true
      return
    }
    this.#isStale = false
    this.#loading = this.#reload()
      .catch((error: unknown) => this.#report({ type: 'failed', error }))
      .finally(() => this.#loaded())
  }

  #loaded(): void {
    this.#loading = undefined
    if (this.#isStale && !this.#isClosed) this.#reloadSoon()
  }

  async #reload(): Promise<void> {
    const result = await this.#load()
    if (this.#isClosed || this.#current === undefined) return
    if (!result.ok) {
      this.#wasRefused = true
      this.#report({ type: 'refused', problems: result.problems })
      return
    }
    // Nothing but a touched file, unless it undoes what was refused: the author wants to hear that.
    if (result.content.version === this.#current.version && !this.#wasRefused) return
    this.#wasRefused = false
    const { content, renames } = keepRenamed(this.#current, result.content)
    this.#current = content
    this.#report({ type: 'reloaded', content, warnings: result.warnings, renames })
  }

  async #load(): Promise<LoadResult> {
    const { flowsDir, localesDir, today } = this.#options
    return await loadContent({ flowsDir, localesDir, ...(today ? { today: today() } : {}) })
  }

  #report(reload: Reload): void {
    if (!this.#isClosed) this.#options.onReload(reload)
  }
}
