/** An office over Redis: officers at one process, turns in another, nothing shared but the store. */
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { type Client, logIn, tryLogIn } from '../console/support/client.ts'
import { plainPng, pngWithTexts } from '../handoff/pictures.ts'
import { type RedisProcess, redisServer, startRedis } from '../support/redis.ts'
import { addStaff } from './support/office.ts'
import { getsStuck, onWeb, type Player } from './support/players.ts'
import { type ServiceProcess, startService } from './support/process.ts'
import { describeWith } from './support/services.ts'

const patient = { timeout: 180_000 }
/** A machine that is busy with other tests is slow, not wrong. */
const polled = { timeout: 60_000 }
const ownPassword = 'con trau di cay'

interface Row {
  readonly id: string
  readonly state: string
  readonly outcome?: string
}

describeWith(redisServer, 'an office over Redis, its web and its worker apart', (path) => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  async function open() {
    const redis: RedisProcess = await startRedis({ path })
    ends.push(() => redis.close())
    const start = async (role: 'web' | 'worker'): Promise<ServiceProcess> => {
      const service = await startService({ environment: { REDIS_URL: redis.url, ROLE: role } })
      ends.push(() => service.stop('SIGKILL'))
      return service
    }
    /** Somebody new, who came in at this process and has chosen an own password. */
    const employ = async ({ url }: ServiceProcess, login: string, name: string): Promise<Client> => {
      const dataDir = temporaryFolder()
      const args = ['--login', login, '--name', name, '--role', 'officer', '--desk', 'mot-cua']
      const given = await addStaff({ REDIS_URL: redis.url, DATA_DIR: dataDir }, Date.now(), args)
      const fresh = await logIn(url, login, given)
      expect((await fresh.post('password', { current: given, next: ownPassword })).status).toBe(200)
      return logIn(url, login, ownPassword)
    }
    const citizen = async ({ url }: ServiceProcess): Promise<Player> => {
      const player = await onWeb(url)
      ends.push(() => player.close())
      return player
    }
    return { start, employ, citizen }
  }

  const rows = async (who: Client, list = 'cases') =>
    ((await (await who.get(list)).json()) as { cases: readonly Row[] }).cases

  /** Does something, as the page does: with the same id again while how it ended is not known. */
  async function act(who: Client, id: string, action: object): Promise<unknown> {
    const body = { id: crypto.randomUUID(), action }
    let told: { type?: string } = {}
    await expect
      .poll(async () => {
        told = (await (await who.post(`cases/${id}/actions`, body)).json()) as typeof told
        return told.type
      }, polled)
      .not.toBe('pending')
    return told
  }

  /** An officer is asked for, to write here. */
  async function asksForOfficer(player: Player): Promise<void> {
    await getsStuck(player)
    await player.says('1')
    await player.hears('Em đã')
  }

  test('a case is listed, taken, answered and given back across processes', patient, async () => {
    const office = await open()
    const [web, worker] = await Promise.all([office.start('web'), office.start('worker')])
    const lan = await office.employ(web, 'lan', 'Chị Lan')
    const stream = await lan.events()
    expect(await stream.next()).toMatchObject({ event: 'hello' })

    const player = await office.citizen(web)
    await asksForOfficer(player)
    // Told by the worker's news, not by being asked for.
    expect(await stream.next()).toMatchObject({ event: 'case', data: { state: 'waiting' } })
    await expect.poll(() => rows(lan), polled).toMatchObject([{ state: 'waiting' }])
    const id = (await rows(lan))[0]?.id ?? ''

    expect(await act(lan, id, { does: 'take' })).toMatchObject({ type: 'done', case: { state: 'taken' } })
    await player.hears('Cán bộ Chị Lan')
    expect(await act(lan, id, { does: 'answer', text: 'Ông bà đi khai được ạ.' })).toMatchObject({
      type: 'done',
    })
    await player.hears('Ông bà đi khai được ạ.')
    const fact = { does: 'send_fact', procedure: 'birth-linked', topic: 'documents' }
    expect(await act(lan, id, fact)).toMatchObject({ type: 'done' })
    await player.hears('Giấy chứng sinh')
    const { view } = (await (await lan.get(`cases/${id}`)).json()) as {
      view: { told: readonly { label: string; source: string }[] }
    }
    expect(view.told).toMatchObject([
      { label: expect.stringContaining('giấy tờ cần có'), source: expect.stringMatching(/^Theo /) },
    ])
    await player.says('Vâng cảm ơn cô')
    const said = async () => {
      const { log } = (await (await lan.get(`cases/${id}/log`)).json()) as {
        log: readonly { kind: string; text?: string }[]
      }
      return log.filter(({ kind }) => kind === 'citizen').map(({ text }) => text)
    }
    await expect.poll(said, polled).toContain('Vâng cảm ơn cô')

    expect(await act(lan, id, { does: 'give_back' })).toMatchObject({ type: 'done' })
    await player.hears('Cháu sinh ngày nào')
    expect(await rows(lan)).toEqual([])
    expect(await rows(lan, 'closed')).toMatchObject([{ id, state: 'closed' }])
    await stream.close()
    // Staff come in where they are served, and nowhere else.
    expect((await tryLogIn(worker.url, 'lan', ownPassword)).status).toBe(404)
  })

  test(
    'of two officers at two web processes one has the case, and both agree whose it is',
    patient,
    async () => {
      const office = await open()
      const [one, other] = await Promise.all([
        office.start('web'),
        office.start('web'),
        office.start('worker'),
      ])
      const [lan, hoa] = [
        await office.employ(one, 'lan', 'Chị Lan'),
        await office.employ(other, 'hoa', 'Chị Hoa'),
      ]
      const player = await office.citizen(one)
      await asksForOfficer(player)
      await expect.poll(() => rows(hoa), polled).toMatchObject([{ state: 'waiting' }])
      const id = (await rows(hoa))[0]?.id ?? ''
      const atTheOther = await logIn(other.url, 'lan', ownPassword)
      const unread = async () =>
        ((await (await atTheOther.get('cases')).json()) as { unread: Record<string, number> }).unread
      expect(await unread()).toHaveProperty(id)
      expect((await lan.post(`cases/${id}/seen`, { entry: 1_000 })).status).toBe(200)
      expect(await unread()).toEqual({})

      const told = await Promise.all([act(lan, id, { does: 'take' }), act(hoa, id, { does: 'take' })])
      expect(told).toContainEqual(expect.objectContaining({ type: 'done' }))
      expect(told).toContainEqual(expect.objectContaining({ type: 'refused', reason: 'taken' }))
      const [mine] = await rows(lan)
      expect(await rows(hoa)).toEqual([mine])

      const kept = await lan.post(`cases/${id}/images`, Uint8Array.from(pngWithTexts), {
        'content-type': 'image/png',
      })
      const { source } = (await kept.json()) as { source: string }
      for (const { url } of [one, other]) {
        const picture = await fetch(`${url}/media/attachments/${source.replace(/^attachment:/, '')}`)
        expect(Buffer.from(await picture.arrayBuffer()).equals(plainPng)).toBe(true)
      }
    },
  )
})
