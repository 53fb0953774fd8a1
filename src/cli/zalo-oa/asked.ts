/** Remembers what an officer was asked for, from the address we printed to the address they landed on. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Asked } from '../../channels/zalo-oa/oauth.ts'
import type { EpochMs } from '../../engine/turn.ts'

/** An officer may have to find the account's owner first; the code itself is good for ten minutes only. */
const goodForMs = 24 * 3_600_000

const shape = z.object({
  state: z.string().min(1),
  verifier: z.string().min(1),
  redirect: z.string().min(1),
  askedAt: z.number(),
})

/** Keeps it in a file that only its owner can read; what was asked before is forgotten. */
export async function keepAsked(path: string, asked: Asked): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await rm(path, { force: true })
  await writeFile(path, JSON.stringify(asked), { mode: 0o600, flag: 'wx' })
}

/** `undefined` when nothing was asked for within a day. */
export async function readAsked(path: string, now: EpochMs): Promise<Asked | undefined> {
  try {
    const asked = shape.parse(JSON.parse(await readFile(path, 'utf8')))
    return now - asked.askedAt < goodForMs ? asked : undefined
  } catch {
    return undefined
  }
}

export function forgetAsked(path: string): Promise<void> {
  return rm(path, { force: true })
}
