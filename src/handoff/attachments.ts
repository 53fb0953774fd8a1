/** Pictures that officers send: kept for a while under an id nobody guesses. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaseId, EpochMs, StaffId } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'
import { changeDocument } from './documents.ts'
import { type Picture, type PictureType, stripPicture } from './pictures.ts'
import type { CaseDesk, Staff } from './staff.ts'

/** Pictures themselves, by id. */
const kind = 'attachment'
/** The ids of a case's pictures: they go when the case does. */
const ofCaseKind = 'case-attachments'
export const sourcePrefix = 'attachment:'
const idPattern = /^[\w-]{43}$/
const maxBytes = 1024 * 1024
const maxPerCase = 50
const keptMs = 30 * 86_400_000
const extensions: Readonly<Record<PictureType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
}

interface Kept {
  readonly type: PictureType
  readonly base64: string
  readonly by: StaffId
  readonly case: CaseId
}

export interface Attachments {
  /**
   * Keeps a picture for 30 days, without what a camera wrote beside it; what was claimed to be its type does not count.
   * @returns what an answer names as its image
   * @throws StaffError `not_your_desk`, `not_an_image`, `too_large`, `too_many`
   */
  keep(staff: Staff, id: CaseId, bytes: Uint8Array): Promise<{ readonly source: string }>
  /** A picture of a case of theirs; `undefined` when there is none such. @throws StaffError `not_your_desk` */
  read(staff: Staff, id: CaseId, source: string): Promise<Picture | undefined>
  /** For whoever knows its id, citizens and their platforms; `undefined` when there is none such, or it expired. */
  open(id: string): Promise<Picture | undefined>
  /** A file with the picture of a source, to be uploaded from; `undefined` as above. */
  file(source: string): Promise<string | undefined>
  /** The pictures of a case go. */
  forget(id: CaseId): Promise<void>
  /** Files go that nobody uploads any more, and pictures of cases that are there no more. */
  sweep(isThere: (id: CaseId) => Promise<boolean>): Promise<void>
}

export function createAttachments(options: {
  readonly shelf: Shelf
  readonly cases: Pick<CaseDesk, 'case'>
  readonly now: () => EpochMs
  /** Where files for uploads are written. */
  readonly folder: string
}): Attachments {
  const { shelf, cases, now, folder } = options

  async function find(id: string): Promise<Kept | undefined> {
    return idPattern.test(id) ? (await shelf.get<Kept>(kind, id, now()))?.body : undefined
  }

  async function forget(id: CaseId): Promise<void> {
    const ids = (await shelf.get<readonly string[]>(ofCaseKind, id, now()))?.body ?? []
    for (const one of ids) {
      await shelf.remove(kind, one)
      for (const extension of Object.values(extensions))
        await rm(join(folder, `${one}.${extension}`), { force: true })
    }
    await shelf.remove(ofCaseKind, id)
  }

  return {
    keep: async (staff, caseId, bytes) => {
      await cases.case(staff, caseId)
      if (bytes.length > maxBytes) throw new StaffError('too_large', 'A picture has 1 MB at most.')
      const picture = stripPicture(bytes)
      if (picture === undefined)
        throw new StaffError('not_an_image', 'Only JPEG, PNG and WebP pictures can be sent.')
      const id = randomBytes(32).toString('base64url')
      const expiresAt = now() + keptMs
      const add = (before: readonly string[] = []) => {
        if (before.length >= maxPerCase) throw new StaffError('too_many', 'This case has too many pictures.')
        return [...before, id]
      }
      // First, so that none is kept that is not found again when the case goes.
      await changeDocument(shelf, { kind: ofCaseKind, id: caseId }, now(), add, () => expiresAt)
      const body: Kept = {
        type: picture.type,
        base64: Buffer.from(picture.bytes).toString('base64'),
        by: staff.id,
        case: caseId,
      }
      await shelf.put(kind, id, body, now(), { expected: 0, expiresAt })
      return { source: `${sourcePrefix}${id}` }
    },
    read: async (staff, caseId, source) => {
      await cases.case(staff, caseId)
      const found = await find(idOf(source))
      return found?.case === caseId ? pictureOf(found) : undefined
    },
    open: async (id) => {
      const found = await find(id)
      return found === undefined ? undefined : pictureOf(found)
    },
    file: async (source) => {
      const id = idOf(source)
      const found = await find(id)
      if (found === undefined) return undefined
      const path = join(folder, `${id}.${extensions[found.type]}`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      // Two deliveries may write it at once: whoever reads it finds it whole.
      const temporary = `${path}.${randomBytes(6).toString('hex')}`
      await writeFile(temporary, pictureOf(found).bytes, { mode: 0o600 })
      await rename(temporary, path)
      return path
    },
    forget,
    sweep: async (isThere) => {
      for (const { id } of await shelf.list(ofCaseKind, now())) if (!(await isThere(id))) await forget(id)
      for (const name of await filesIn(folder)) {
        const path = join(folder, name)
        const written = await stat(path).catch(() => undefined)
        if (written !== undefined && written.mtimeMs < now() - dayMs) await rm(path, { force: true })
      }
    },
  }
}

/** Longer than a delivery is tried. */
const dayMs = 86_400_000

function idOf(source: string): string {
  return source.startsWith(sourcePrefix) ? source.slice(sourcePrefix.length) : ''
}

function pictureOf({ type, base64 }: Kept): Picture {
  return { type, bytes: Uint8Array.from(Buffer.from(base64, 'base64')) }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
