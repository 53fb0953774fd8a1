/** Pictures that lie beside the scripts, in folders called `media`. */
import type { Dirent } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

export type PictureFormat = 'jpeg' | 'png' | 'webp'

export interface MediaFile {
  readonly bytes: number
  /** What the file really is, whatever its name says; `undefined` for anything but a picture we can send. */
  readonly format: PictureFormat | undefined
}

/** By path under the flows folder, e.g. `birth-linked/media/to-khai.jpg`. */
export type Media = ReadonlyMap<string, MediaFile>

/** Looks at every file in `<folder>/media/`; of each only its first bytes are read. */
export async function readMedia(flowsDir: string): Promise<Media> {
  let entries: Dirent[]
  try {
    entries = await readdir(flowsDir, { recursive: true, withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((absolute) => [relative(flowsDir, absolute).split(sep).join('/'), absolute] as const)
    .filter(([path]) => /^[^/]+\/media\/./.test(path))
  const read = files.map(async ([path, absolute]) => [path, await lookAt(absolute)] as const)
  return new Map(await Promise.all(read))
}

const signatureBytes = 12

async function lookAt(path: string): Promise<MediaFile> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(signatureBytes), 0, signatureBytes, 0)
    return { bytes: size, format: formatOf(buffer.subarray(0, bytesRead).toString('latin1')) }
  } finally {
    await file.close()
  }
}

function formatOf(start: string): PictureFormat | undefined {
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  return start.startsWith('RIFF') && start.slice(8) === 'WEBP' ? 'webp' : undefined
}
