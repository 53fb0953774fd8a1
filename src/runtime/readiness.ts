/** Whether what a turn needs beside the content is there, e.g. learned examples. */
import type { Content } from '../content/content.ts'

export interface Readiness {
  /** Whether {@link Readiness.wait} for this content ended before. */
  isReady(content: Content): boolean
  /** Resolves when it is there. */
  wait(content: Content): Promise<void>
}

/** Waits for each content once; `prepare` must not reject. */
export function createReadiness(prepare: () => Promise<void>): Readiness {
  let ready: Content | undefined
  return {
    isReady: (content) => content === ready,
    wait: async (content) => {
      if (content === ready) return
      await prepare()
      ready = content
    },
  }
}
