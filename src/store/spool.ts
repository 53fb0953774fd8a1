/**
 * Inputs kept on this machine's disk while the store cannot be reached, for platforms that send nothing twice. A file of
 * JSON lines that only grows, until everything in it is in the store; then it is emptied.
 */
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreError } from '../errors.ts'
import type { IncomingInput } from './store.ts'

export interface Spool {
  /** Whether something waits to be fed into the store. */
  readonly isEmpty: boolean
  readonly bytes: number
  /**
   * Keeps an input; resolves when it is on the disk.
   * @throws StoreError `store/unreachable` when the spool is full or cannot be written to
   */
  keep(incoming: IncomingInput): Promise<void>
  /**
   * Hands everything to `accept`, in order, and empties the file. What was handed over before a crash is handed over
   * again.
   * @throws what `accept` throws; the rest stays
   */
  feed(accept: (incoming: IncomingInput) => Promise<unknown>): Promise<number>
  close(): Promise<void>
}

export interface SpoolOptions {
  readonly path: string
  readonly maxBytes?: number
  /** Told once, when the spool is full. */
  readonly onFull: () => void
  /** Told of a line that cannot be read: a damaged disk. */
  readonly onDamage: () => void
}

/** Some hundred thousand messages. */
export const usualSpoolBytes = 64 * 1024 * 1024
const newline = 0x0a

interface Waiting {
  readonly line: Buffer
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Opens the spool, or makes it, readable by us alone. @throws Node's own errors when the folder cannot be written to */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { path, maxBytes = usualSpoolBytes, onFull, onDamage } = options
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  await flushFolder(dirname(path))
  let size = await wholeLines(file)
  /** What of the file is in the store already. */
  let fed = 0
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined
  let hasToldFull = false

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      const bytes = Buffer.concat(group.map(({ line }) => line))
      try {
        await file.write(bytes, 0, bytes.length, size)
        await file.datasync()
        size += bytes.length
        for (const { resolve } of group) resolve()
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'no code'
        const told = new StoreError('store/unreachable', `The spool cannot be written to (${code}).`)
        for (const { reject } of group) reject(told)
      }
    }
  }

  /** Writes what came while this was under way, too. */
  function begin(work: Promise<void>): void {
    writing = work.finally(() => {
      writing = undefined
      if (waiting.length > 0) begin(write())
    })
  }

  async function empty(): Promise<void> {
    await file.truncate(0)
    await file.datasync()
    size = 0
    fed = 0
    hasToldFull = false
  }

  return {
    get isEmpty() {
      return size === 0 && writing === undefined
    },
    get bytes() {
      return size
    },
    keep: (incoming) => {
      const line = Buffer.from(`${JSON.stringify(incoming)}\n`)
      const queued = waiting.reduce((sum, one) => sum + one.line.length, 0)
      if (size + queued + line.length > maxBytes) {
        if (!hasToldFull) onFull()
        hasToldFull = true
        return Promise.reject(new StoreError('store/unreachable', 'The spool is full.'))
      }
      return new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject })
        if (writing === undefined) begin(write())
      })
    },
    feed: async (accept) => {
      let count = 0
      while (fed < size) {
        const end = size
        for await (const { line, bytes } of linesOf(file, fed, end)) {
          const incoming = parse(line)
          if (incoming === undefined) onDamage()
          else await accept(incoming)
          fed += bytes
          count += 1
        }
        fed = end
      }
      // Nothing may be written between looking and emptying: writers wait for this.
      if (size > 0 && writing === undefined) {
        begin(empty())
        await writing
      }
      return count
    },
    close: async () => {
      await writing
      await file.close()
    },
  }
}

/** The length of the file up to its last whole line; what a crash left behind that was never said to be kept. */
async function wholeLines(file: FileHandle): Promise<number> {
  const { size } = await file.stat()
  const chunk = Buffer.alloc(64 * 1024)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length)
    const { bytesRead } = await file.read(chunk, 0, end - start, start)
    const at = chunk.subarray(0, bytesRead).lastIndexOf(newline)
    if (at >= 0) {
      const whole = start + at + 1
      if (whole < size) await file.truncate(whole)
      return whole
    }
    end = start
  }
  if (size > 0) await file.truncate(0)
  return 0
}

async function* linesOf(
  file: FileHandle,
  start: number,
  end: number,
): AsyncGenerator<{ readonly line: string; readonly bytes: number }> {
  const chunk = Buffer.alloc(64 * 1024)
  let rest = Buffer.alloc(0)
  for (let at = start; at < end; ) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, end - at), at)
    if (bytesRead === 0) return
    at += bytesRead
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    let from = 0
    for (let to = rest.indexOf(newline); to >= 0; to = rest.indexOf(newline, from)) {
      yield { line: rest.toString('utf8', from, to), bytes: to + 1 - from }
      from = to + 1
    }
    rest = rest.subarray(from)
  }
}

function parse(line: string): IncomingInput | undefined {
  try {
    return JSON.parse(line) as IncomingInput
  } catch {
    return undefined
  }
}

async function flushFolder(folder: string): Promise<void> {
  // Not every system lets a folder be flushed.
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {}
}
