/** The two tokens of the Official Account, and where they are kept: decision 077. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { EpochMs } from '../../engine/turn.ts'
import { StoreError } from '../../errors.ts'
import { type LockSurroundings, underLock, usualSurroundings } from './lock.ts'

export interface StoredTokens {
  readonly accessToken: string
  /** Good for one exchange, which brings another. */
  readonly refreshToken: string
  readonly obtainedAt: EpochMs
  readonly accessDiesAt: EpochMs
  readonly refreshDiesAt: EpochMs
  /** When the platform refused the refresh token: an officer has to authorise the service again. */
  readonly refusedAt?: EpochMs
}

/**
 * Given what is stored now (`undefined`: nothing, or nothing readable), brings what is to be stored. The same again, or
 * `undefined`: all stays as it is.
 */
export type Exchange = (stored: StoredTokens | undefined) => Promise<StoredTokens | undefined>

/** Keeps the tokens for all processes of an installation: the service, and the commands of its operators. */
export interface Tokens {
  /**
   * What is stored; `undefined` when the service was never authorised.
   * @throws StoreError `store/corrupt` when it cannot be read
   */
  read(): Promise<StoredTokens | undefined>
  /**
   * Reads, exchanges and stores under a lock, so that no refresh token is used twice. Resolves with what is stored then,
   * and not before: nobody uses a token that a crash could lose.
   * @throws what `exchange` throws, with all as before; StoreError `store/unreachable` when nothing can be stored
   */
  renew(exchange: Exchange): Promise<StoredTokens | undefined>
}

/** The file in which the service and `npm run zalo-oa` keep the tokens. */
export function tokensPath(dataDir: string): string {
  return join(dataDir, 'zalo-oa-tokens.json')
}

/**
 * Tokens in a file that only its owner can read. It is replaced as a whole: a crash leaves the old one or the new one.
 * Beside it, for moments: `.lock` and `.next`.
 */
export function fileTokens(path: string, surroundings: LockSurroundings = usualSurroundings): Tokens {
  const nextPath = `${path}.next`
  return {
    read: async () => readTokens(path),
    async renew(exchange) {
      try {
        mkdirSync(dirname(path), { recursive: true })
        return await underLock(`${path}.lock`, () => renewUnderLock(path, nextPath, exchange), surroundings)
      } catch (error) {
        if (isFromFiles(error))
          throw new StoreError('store/unreachable', `The Zalo tokens cannot be stored (${error.code}).`)
        throw error
      }
    },
  }
}

async function renewUnderLock(
  path: string,
  nextPath: string,
  exchange: Exchange,
): Promise<StoredTokens | undefined> {
  recover(path, nextPath)
  const stored = readableTokens(path)
  // A full or read-only disk must be noticed now: after the exchange the old refresh token is worth nothing.
  const next = reserve(nextPath)
  try {
    const brought = await exchange(stored)
    if (brought === undefined || brought === stored) return stored
    // Between the platform's answer and this line nothing is waited for.
    next.fill(brought)
    renameSync(nextPath, path)
    flushFolder(path)
    return brought
  } finally {
    next.close()
    rmSync(nextPath, { force: true })
  }
}

/** Tokens that were written but not put in place when a process died are the ones the platform knows. */
function recover(path: string, nextPath: string): void {
  const left = readableTokens(nextPath)
  if (left === undefined || left.obtainedAt < (readableTokens(path)?.obtainedAt ?? 0)) return
  renameSync(nextPath, path)
  flushFolder(path)
}

const reservedBytes = 8 * 1024

/** A file with room for the tokens, on the disk already. */
function reserve(path: string): { fill(tokens: StoredTokens): void; close(): void } {
  const handle = openSync(path, 'w', 0o600)
  try {
    fchmodSync(handle, 0o600)
    writeSync(handle, ' '.repeat(reservedBytes), 0)
    fsyncSync(handle)
  } catch (error) {
    closeSync(handle)
    rmSync(path, { force: true })
    throw error
  }
  return {
    fill(tokens) {
      writeSync(handle, `${JSON.stringify(tokens)}\n`.padEnd(reservedBytes), 0)
      fsyncSync(handle)
    },
    close: () => closeSync(handle),
  }
}

/** Makes the renaming outlast a power cut, where folders can be flushed. */
function flushFolder(path: string): void {
  try {
    const folder = openSync(dirname(path), 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch {}
}

/** Tokens as they are written, wherever that is. */
export const storedTokens = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  obtainedAt: z.number(),
  accessDiesAt: z.number(),
  refreshDiesAt: z.number(),
  refusedAt: z.number().exactOptional(),
})

function readTokens(path: string): StoredTokens | undefined {
  try {
    return storedTokens.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (isFromFiles(error) && error.code === 'ENOENT') return undefined
    // What is in the file is a secret, and so is a parser's complaint about it.
    throw new StoreError('store/corrupt', `The Zalo tokens cannot be read: ${path} is damaged or not ours.`)
  }
}

/** The same; `undefined` also for what cannot be read: it is to be replaced. */
function readableTokens(path: string): StoredTokens | undefined {
  try {
    return readTokens(path)
  } catch {
    return undefined
  }
}

function isFromFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
