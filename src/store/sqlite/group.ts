import type { DatabaseSync } from 'node:sqlite'

interface Job {
  readonly work: () => unknown
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
  value: unknown
  error: unknown
  isFailed: boolean
}

export interface Group {
  /**
   * Runs `work` inside a transaction and resolves with its result once that is durable. What arrives in the same
   * turn of the event loop shares one transaction, and so one wait for the disk; work that throws is undone alone.
   */
  run<T>(work: () => T): Promise<T>
  /** Finishes what waits. */
  flush(): void
}

/** Groups the writes of one database; `wrap` turns whatever is thrown into what callers are told. */
export function groupWrites(db: DatabaseSync, wrap: (error: unknown) => unknown): Group {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const save = db.prepare('SAVEPOINT one')
  const undo = db.prepare('ROLLBACK TO one')
  const keep = db.prepare('RELEASE one')
  let jobs: Job[] = []

  /** One job in a savepoint of its own. Throws only when the whole transaction is lost. */
  function runOne(job: Job): void {
    save.run()
    try {
      job.value = job.work()
    } catch (error) {
      job.isFailed = true
      job.error = error
      // A full disk makes SQLite give up the transaction by itself.
      if (!db.isTransaction) throw error
      undo.run()
    }
    keep.run()
  }

  function flush(): void {
    const group = jobs
    jobs = []
    if (group.length === 0) return
    try {
      begin.run()
      for (const job of group) runOne(job)
      commit.run()
    } catch (error) {
      if (db.isTransaction) rollback.run()
      for (const job of group) {
        if (!job.isFailed) job.error = error
        job.isFailed = true
      }
    }
    for (const job of group) {
      if (job.isFailed) job.reject(wrap(job.error))
      else job.resolve(job.value as never)
    }
  }

  return {
    run: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (jobs.length === 0) setImmediate(flush)
        jobs.push({ work, resolve, reject, value: undefined, error: undefined, isFailed: false })
      }),
    flush,
  }
}
