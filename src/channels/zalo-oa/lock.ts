/** One at a time, across processes: a file that exists while its maker works. */
import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'

/** What a lock depends on outside its file; tests play other processes with it. */
export interface LockSurroundings {
  readonly now: () => EpochMs
  readonly wait: (ms: number) => Promise<void>
  readonly pid: number
  readonly host: string
  /** Whether a process of this computer lives. */
  readonly isAlive: (pid: number) => boolean
}

interface Holder {
  readonly pid: number
  readonly host: string
  readonly at: EpochMs
  /** Tells two holders of one process apart, and a restarted process from the one that had its number before. */
  readonly nonce: string
}

/** Longer than any work under the lock can take. */
export const staleAfterMs = 60_000
const lookAgainMs = 50
const giveUpAfterMs = 30_000

/** The nonces of the locks that this process holds. */
const held = new Set<string>()

export const usualSurroundings: LockSurroundings = {
  now: Date.now,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  pid: process.pid,
  host: hostname(),
  isAlive(pid) {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      // It lives, and is somebody else's.
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
  },
}

/**
 * Does `work` while nobody else who asks for the same lock file does. A lock is taken over when its maker is dead, or
 * after a minute.
 * @throws StoreError `store/unreachable` when others hold it for 30 s; what `work` throws; Node's own errors when the
 * folder cannot be written to
 */
export async function underLock<T>(
  path: string,
  work: () => Promise<T>,
  surroundings: LockSurroundings = usualSurroundings,
): Promise<T> {
  const { now, wait, pid, host } = surroundings
  const nonce = randomUUID()
  const askedAt = now()
  while (!isMade(path, { pid, host, at: now(), nonce })) {
    if (isStale(path, surroundings) && isBroken(path, surroundings)) continue
    if (Math.abs(now() - askedAt) > giveUpAfterMs)
      throw new StoreError('store/unreachable', 'Another process holds the lock of the Zalo tokens.')
    await wait(lookAgainMs)
  }
  held.add(nonce)
  try {
    return await work()
  } finally {
    held.delete(nonce)
    if (readHolder(path)?.nonce === nonce) rmSync(path, { force: true })
  }
}

/** Whether the file could be made; never an existing one. */
function isMade(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Removes a stale lock, unless somebody else is at it. Two who saw the same one must not both remove it: the second
 * would remove the first one's new lock.
 */
function isBroken(path: string, surroundings: LockSurroundings): boolean {
  const breaker = `${path}.break`
  const { pid, host, now } = surroundings
  if (!isMade(breaker, { pid, host, at: now(), nonce: '' })) {
    if (isStale(breaker, surroundings)) rmSync(breaker, { force: true })
    return false
  }
  try {
    if (isStale(path, surroundings)) rmSync(path, { force: true })
    return true
  } finally {
    rmSync(breaker, { force: true })
  }
}

function isStale(path: string, { now, pid, host, isAlive }: LockSurroundings): boolean {
  const holder = readHolder(path)
  const at = holder?.at ?? changedAt(path)
  // Gone meanwhile: to be made, not broken.
  if (at === undefined) return false
  if (Math.abs(now() - at) > staleAfterMs) return true
  // Numbers of processes mean nothing on another computer, or in another container.
  if (holder === undefined || holder.host !== host) return false
  return holder.pid === pid ? !held.has(holder.nonce) : !isAlive(holder.pid)
}

/** `undefined` when there is none, or it is not written to its end yet. */
function readHolder(path: string): Holder | undefined {
  try {
    const { pid, host, at, nonce } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>
    const isWhole = typeof pid === 'number' && typeof at === 'number'
    return isWhole && host !== undefined && nonce !== undefined ? { pid, host, at, nonce } : undefined
  } catch {
    return undefined
  }
}

function changedAt(path: string): EpochMs | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
