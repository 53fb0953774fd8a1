/** Passwords as they are kept: scrypt, with the cost beside the key, so that it can rise later. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { StaffError } from '../../errors.ts'

export interface ScryptCost {
  /** log2 of N: 15 is 32 MB with r = 8. */
  readonly log2n: number
  readonly r: number
  readonly p: number
}

/** One of the costs OWASP's Password Storage Cheat Sheet recommends (read 2026-11-22): N = 2^15, r = 8, p = 3. */
export const usualCost: ScryptCost = { log2n: 15, r: 8, p: 3 }

const keyBytes = 32
const saltBytes = 16

export interface Hasher {
  /** E.g. `scrypt$15$8$3$<salt>$<key>`. @throws StaffError `busy` */
  hash(password: string): Promise<string>
  /**
   * Whether it is the password. Without a kept one the same work is done for nothing, so that how long it takes does not
   * tell. @throws StaffError `busy`
   */
  isRight(password: string, kept: string | undefined): Promise<boolean>
  /** Whether it was made at another cost than is made now. */
  isOutdated(kept: string): boolean
}

export interface HasherOptions {
  readonly cost?: ScryptCost
  /** At once. One leaves the other core of a small server to the citizens, whoever floods the login; each takes 32 MB. */
  readonly concurrency?: number
  /** More than that are told to come again. */
  readonly maxWaiting?: number
}

export function createHasher({
  cost = usualCost,
  concurrency = 1,
  maxWaiting = 20,
}: HasherOptions = {}): Hasher {
  const decoy = write(cost, randomBytes(saltBytes), randomBytes(keyBytes))
  const waiting: (() => void)[] = []
  let working = 0

  async function derive(password: string, { salt, ...rest }: Pick<Kept, 'salt' | 'cost'>): Promise<Buffer> {
    if (working >= concurrency) {
      if (waiting.length >= maxWaiting)
        throw new StaffError('busy', 'Too many people are logging in at this moment. Try again in a minute.')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else working += 1
    try {
      return await deriveKey(password, salt, rest.cost)
    } finally {
      const next = waiting.shift()
      // Whoever waited takes the place over.
      if (next === undefined) working -= 1
      else next()
    }
  }

  return {
    hash: async (password) => {
      const salt = randomBytes(saltBytes)
      return write(cost, salt, await derive(password, { cost, salt }))
    },
    isRight: async (password, given) => {
      const kept = read(given ?? decoy) ?? read(decoy)
      if (kept === undefined) return false
      const key = await derive(password, kept)
      return timingSafeEqual(key, kept.key) && given !== undefined
    },
    isOutdated: (given) => {
      const kept = read(given)?.cost
      return kept?.log2n !== cost.log2n || kept.r !== cost.r || kept.p !== cost.p
    },
  }
}

interface Kept {
  readonly cost: ScryptCost
  readonly salt: Buffer
  readonly key: Buffer
}

function write({ log2n, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', log2n, r, p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

function read(text: string): Kept | undefined {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(text)
  if (match === null) return undefined
  const [, log2n, r, p, salt = '', key = ''] = match
  const kept = {
    cost: { log2n: Number(log2n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  }
  return kept.key.length === keyBytes ? kept : undefined
}

function deriveKey(password: string, salt: Buffer, { log2n, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** log2n
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    // Keyboards write the same accent in different ways.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
