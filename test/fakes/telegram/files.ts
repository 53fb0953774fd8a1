/** Files the platform keeps, and the addresses under which a bot may read them. */
import type { FakeClock } from '../kit/fake.ts'
import { badRequest } from './refusal.ts'

const maxDownloadBytes = 20 * 1024 * 1024

export interface KeptFile {
  readonly id: string
  readonly uniqueId: string
  /** What the platform says it has, in bytes; `bytes` may be fewer, so that no test needs twenty megabytes. */
  readonly size: number
  readonly bytes: Buffer
  /** The end of its path, e.g. `voice/file_3.oga`. */
  readonly path: string
  linkedUntil: number
}

export interface Files {
  add(bytes: Buffer, folder: string, extension: string, size?: number): KeptFile
  find(id: string): KeptFile | undefined
  /** The answer of getFile. @throws Refusal 400 */
  link(id: string): Readonly<Record<string, unknown>>
  /** What lies under a path that was linked not too long ago. */
  open(path: string): Buffer | undefined
}

/** `lifeMs`: how long an address is good after it was asked for. */
export function createFiles(clock: FakeClock, lifeMs: () => number): Files {
  const files: KeptFile[] = []
  const find = (id: string) => files.find((file) => file.id === id)
  return {
    find,
    add(bytes, folder, extension, size = bytes.length) {
      const number = files.length + 1
      const made: KeptFile = {
        id: `AgACAgUAAxkBAAIB${number.toString(36).padStart(6, '0')}`,
        uniqueId: `AQAD${number.toString(36).padStart(6, '0')}`,
        size,
        bytes,
        path: `${folder}/file_${number}.${extension}`,
        linkedUntil: 0,
      }
      files.push(made)
      return made
    },
    link(id) {
      const file = find(id)
      if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
      if (file.size > maxDownloadBytes) throw badRequest('file is too big')
      file.linkedUntil = clock.now() + lifeMs()
      return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path }
    },
    open(path) {
      return files.find((file) => file.path === path && clock.now() < file.linkedUntil)?.bytes
    },
  }
}
