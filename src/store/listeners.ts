/** Those who want to be told of something. */
export interface Listeners<T> {
  /** Returns what ends it. */
  add(listener: (news: T) => void): () => void
  tell(news: T): void
}

export function listeners<T>(): Listeners<T> {
  const all = new Set<(news: T) => void>()
  return {
    add: (listener) => {
      // A wrapper, so that the same function added twice is told twice and ends one by one.
      const own = (news: T) => listener(news)
      all.add(own)
      return () => void all.delete(own)
    },
    tell: (news) => {
      for (const one of [...all]) one(news)
    },
  }
}
