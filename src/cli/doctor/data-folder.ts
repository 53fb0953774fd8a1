/** Whether conversations can be kept. Looks at the folder only: the files in it belong to the service. */
import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Finding } from '../../channels/diagnosis.ts'

const littleBytes = 200 * 1024 * 1024

export async function checkDataFolder(dataDir: string): Promise<readonly Finding[]> {
  const folder = await existingFolder(resolve(dataDir))
  const isThere = folder === resolve(dataDir)
  const isFolder = (await stat(folder)).isDirectory()
  const isWritable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!isFolder || !isWritable) {
    const mend = 'Set DATA_DIR to a folder that the user of the service may write to.'
    return [{ level: 'bad', says: 'Nothing can be written to DATA_DIR.', mend }]
  }
  const { bavail, bsize } = await statfs(folder)
  const isNearlyFull = bavail * bsize < littleBytes
  const says = isThere
    ? 'DATA_DIR is there and can be written to.'
    : 'DATA_DIR is not there yet; it is made at the first start.'
  const found: Finding[] = [{ level: 'good', says }]
  if (isNearlyFull) {
    const mend = 'Make room: what citizens write cannot be kept on a full disk.'
    found.push({ level: 'warning', says: 'Less than 200 MB are free where DATA_DIR is.', mend })
  }
  return found
}

/** The folder, or the nearest one above it that exists. */
async function existingFolder(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  return isThere || dirname(path) === path ? path : existingFolder(dirname(path))
}
