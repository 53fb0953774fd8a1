/** The last answers, so that the same question costs nothing the second time. */

export interface Memory<T> {
  recall(key: string): { readonly value: T } | undefined
  remember(key: string, value: T): void
}

/** Forgets what was not recalled for longest when there are more than `most`. */
export function createMemory<T>(most: number): Memory<T> {
  const kept = new Map<string, T>()
  return {
    recall(key) {
      if (!kept.has(key)) return undefined
      const value = kept.get(key) as T
      kept.delete(key)
      kept.set(key, value)
      return { value }
    },
    remember(key, value) {
      kept.delete(key)
      kept.set(key, value)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
  }
}
