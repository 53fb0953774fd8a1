/** Whether the store that is shared can be reached and will keep what it is given. The embedded one is the data folder. */
import type { Finding } from '../../channels/diagnosis.ts'
import type { Config } from '../../config.ts'
import { StoreError } from '../../errors.ts'
import type { RedisDesk } from '../../store/redis/desk.ts'

export async function checkStore({ redisUrl }: Config, now: number): Promise<readonly Finding[]> {
  if (redisUrl === undefined) return []
  let desk: RedisDesk | undefined
  try {
    const { redisDesk } = await import('../../store/redis/desk.ts')
    desk = await redisDesk({ url: redisUrl })
    return [
      { level: 'good', says: 'Redis can be reached.' },
      ...(await lookAtServer(desk)),
      ...(await lookAtWork(desk, now)),
    ]
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const mend = 'Check REDIS_URL, the network and whether Redis runs. A running service waits for it.'
    return [{ level: 'bad', says: error.message, mend }]
  } finally {
    await desk?.close()
  }
}

/** What a server may not tell us is passed over. */
async function lookAtServer({ connection }: RedisDesk): Promise<readonly Finding[]> {
  const info = await connection.command('INFO').then(String, () => '')
  const field = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim()
  const found: Finding[] = []
  const version = field('redis_version')
  if (version !== undefined && Number.parseInt(version, 10) < 7)
    found.push({ level: 'bad', says: `This is Redis ${version}.`, mend: 'Take 7.0 or newer.' })
  if (field('aof_enabled') === '0') {
    const says = 'Redis keeps no append-only file: a crash of it loses messages that were accepted.'
    found.push({ level: 'warning', says, mend: 'Set appendonly yes; see docs/operations.md.' })
  }
  const policy = field('maxmemory_policy')
  if (policy !== undefined && policy !== 'noeviction') {
    const says = `When its memory is full, Redis throws away what is kept (${policy}).`
    found.push({ level: 'bad', says, mend: 'Set maxmemory-policy noeviction.' })
  }
  return found
}

async function lookAtWork(desk: RedisDesk, now: number): Promise<readonly Finding[]> {
  const found: Finding[] = []
  if (await desk.isEmpty()) {
    const says = 'Redis holds no conversation.'
    const mend =
      'Right for a new installation. Otherwise it was emptied: put back a backup, docs/operations.md.'
    return [{ level: 'warning', says, mend }]
  }
  const states = await desk.shards()
  const dead = states.reduce((sum, { deadLetters }) => sum + deadLetters, 0)
  if (dead > 0)
    found.push({ level: 'warning', says: `${dead} replies could not be delivered.`, mend: 'npm run inspect' })
  const isWaiting = states.some(({ inputs, deliveries }) => inputs + deliveries > 0)
  if (isWaiting && !(await desk.isInUse(now))) {
    const mend = 'Start one with ROLE=all or ROLE=worker.'
    found.push({ level: 'bad', says: 'Citizens wait, and no process answers them.', mend })
  }
  return found
}
