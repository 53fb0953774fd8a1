import type { Example } from '../content/content.ts'
import { type Learner, type StartLearner, startLearnerInProcess } from './learn.ts'
import { loadSpelling } from './spelling.ts'
import { createUnderstander, type Understander, understanderOf } from './understander.ts'

/** What of the content is learned from, and the version it belongs to. */
export interface Learnable {
  readonly version: string
  readonly examples: readonly Example[]
}

export interface LazyUnderstander {
  /**
   * The understander for this content; trained here and now when there is none yet. While `prepare` learns changed
   * examples the one for the examples before serves on.
   * @throws ContentError when `<localesDir>/vi/spelling.yaml` is not as it should be
   */
  (content: Learnable): Understander
  /**
   * Learns in a process apart, unless these examples are known. Resolves as soon as there is an understander that
   * serves, which is at once when only examples have changed. Never rejects.
   */
  prepare(content: Learnable): Promise<void>
  /** Gets ready for `prepare`, while there is no content yet. */
  getReady(): void
  /** Ends the learning under way. */
  close(): void
}

export interface LazyOptions {
  /** Told why learning apart failed; it is then done here. Must not throw. */
  readonly onFailure?: (error: unknown) => void
  readonly startLearner?: StartLearner
}

interface Trained {
  readonly version: string
  readonly key: string
  readonly understander: Understander
}

/**
 * Gives the understander for the examples of the content in use. It is trained when it is first asked for, and again
 * when the examples have changed; loads that leave them alone keep the one there is.
 */
export function lazyUnderstander(localesDir: string, options: LazyOptions = {}): LazyUnderstander {
  const { startLearner = startLearnerInProcess, onFailure = () => {} } = options
  const closing = new AbortController()
  let waiting: Learner | undefined
  let trained: Trained | undefined
  let latest: { readonly version: string; readonly done: Promise<void> } | undefined

  /** The one that serves this content without learning here. */
  const serving = ({ version, examples }: Learnable): Trained | undefined => {
    if (trained === undefined || trained.version === version || latest?.version === version) return trained
    if (trained.key !== keyOf(examples)) return undefined
    trained = { ...trained, version }
    return trained
  }

  const learnHere = ({ version, examples }: Learnable): Trained => {
    const understander = createUnderstander(examples, loadSpelling(localesDir))
    trained = { version, key: keyOf(examples), understander }
    return trained
  }

  const learnApart = async ({ version, examples }: Learnable): Promise<void> => {
    const spelling = loadSpelling(localesDir)
    const learn = waiting ?? startLearner(closing.signal)
    waiting = undefined
    const model = await learn({ examples, spelling })
    trained = { version, key: keyOf(examples), understander: understanderOf(model, spelling) }
  }

  const learnSomehow = async (content: Learnable): Promise<void> => {
    const isOutdated = latest?.version !== content.version
    if (isOutdated || closing.signal.aborted) return
    try {
      await learnApart(content)
    } catch (error) {
      if (closing.signal.aborted) return
      onFailure(error)
      learnHere(content)
    }
  }

  const prepare = async (content: Learnable): Promise<void> => {
    if (serving(content) === undefined && latest?.version !== content.version) {
      const before = latest?.done ?? Promise.resolve()
      latest = { version: content.version, done: before.then(() => learnSomehow(content)).catch(onFailure) }
    }
    if (trained === undefined) await latest?.done
  }

  const getReady = (): void => {
    waiting ??= startLearner(closing.signal)
  }

  const understand = (content: Learnable): Understander =>
    (serving(content) ?? learnHere(content)).understander
  return Object.assign(understand, { prepare, getReady, close: () => closing.abort() })
}

function keyOf(examples: readonly Example[]): string {
  return JSON.stringify(examples)
}
