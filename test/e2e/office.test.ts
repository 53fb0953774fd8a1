/** The office of a running service, without a browser: accounts by command, a picture on its way, a restart. */
import { spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { plainPng, pngWithTexts } from '../handoff/pictures.ts'
import { type ServiceProcess, startService } from './support/process.ts'

const conversation = '4f1c9a2e7b3d5f61'
const ownPassword = 'con trâu đi trước cái cày'
let dataDir = ''
let service: ServiceProcess
beforeEach(async () => {
  dataDir = temporaryFolder()
  service = await startService({ dataDir, environment: { LOG_LEVEL: 'debug' } })
})
afterEach(async () => {
  await service.stop('SIGKILL')
})

/** Runs `npm run staff` beside the service. */
function staff(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['src/cli/staff.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return new Promise((resolve) => child.on('close', () => resolve(said)))
}

async function addOfficer(login: string): Promise<string> {
  const said = await staff(
    'add',
    '--login',
    login,
    '--name',
    `Chị ${login}`,
    '--role',
    'officer',
    '--desk',
    'mot-cua',
  )
  return /One-time password: (\S+)/.exec(said)?.[1] ?? said
}

/** A browser of an officer, as far as cookies and the token against foreign pages go. */
function browser() {
  let cookie = ''
  let csrf = ''
  return async (path: string, body?: object | Uint8Array<ArrayBuffer>) => {
    const isBytes = body instanceof Uint8Array
    const answer = await fetch(`${service.url}/console/api${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: isBytes ? body : JSON.stringify(body) }),
      headers: {
        cookie,
        'x-csrf-token': csrf,
        'content-type': isBytes ? 'image/png' : 'application/json',
        'sec-fetch-site': 'same-origin',
      },
    })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const told = (await answer.json()) as Record<string, unknown>
    csrf = typeof told.csrf === 'string' ? told.csrf : csrf
    return { status: answer.status, told }
  }
}

async function comeIn(login: string) {
  const password = await addOfficer(login)
  const ask = browser()
  expect((await ask('/login', { login, password })).told).toMatchObject({ mustChange: true })
  expect((await ask('/cases')).status).toBe(403)
  expect((await ask('/password', { current: password, next: ownPassword })).told).toMatchObject({
    mustChange: false,
  })
  return ask
}

async function say(id: string, text: string): Promise<void> {
  const answer = await fetch(`${service.url}/chat/${conversation}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, text }),
  })
  expect(answer.status).toBe(202)
}

interface Reply {
  readonly text: string
  readonly image?: { readonly address: string; readonly alt: string }
}

/** What the citizen's page shows, until something of it fits. */
async function heard(fits: (reply: Reply) => boolean): Promise<Reply> {
  const events = await fetch(`${service.url}/chat/${conversation}/events`)
  let text = ''
  for await (const chunk of events.body ?? []) {
    text += Buffer.from(chunk).toString()
    const replies = [...text.matchAll(/^data: (\{"seq".*\})$/gm)].map(
      ([, data = '']) => JSON.parse(data) as Reply,
    )
    const found = replies.find(fits)
    if (found !== undefined) return found
  }
  throw new Error(`it was never said:\n${text}`)
}

describe('the office of a running service', () => {
  test('lets in who was added meanwhile; their picture reaches the citizen without what a camera wrote', async () => {
    const ask = await comeIn('lan')
    await say('m1', 'gặp cán bộ')
    await say('m2', '1')
    await expect.poll(async () => ((await ask('/cases')).told.cases as object[]).length).toBe(1)
    const [row] = (await ask('/cases')).told.cases as { id: string }[]
    const id = row?.id ?? ''
    const { told } = await ask(`/cases/${id}/images`, Uint8Array.from(pngWithTexts))
    const action = {
      does: 'answer',
      text: 'Dạ mẫu đây ạ.',
      image: { source: told.source, alt: 'Mẫu tờ khai' },
    }
    expect((await ask(`/cases/${id}/actions`, { id: 'a-first-action-1', action })).told).toMatchObject({
      type: 'done',
    })
    const { image } = await heard(({ text }) => text === 'Dạ mẫu đây ạ.')
    expect(image).toMatchObject({ alt: 'Mẫu tờ khai' })
    const picture = await fetch(`${service.url}${image?.address}`)
    expect([picture.headers.get('content-type'), picture.headers.get('x-content-type-options')]).toEqual([
      'image/png',
      'nosniff',
    ])
    expect(Buffer.from(await picture.arrayBuffer()).equals(plainPng)).toBe(true)

    await service.stop()
    service = await startService({ dataDir })
    expect(((await ask(`/cases/${id}`)).told.case as object) ?? {}).toMatchObject({ state: 'taken' })
    expect((await fetch(`${service.url}${image?.address}`)).status).toBe(200)
    expect(await staff('report')).toContain('No cases.')
  })

  test('shuts out whom the command disables, in the middle of what they do', async () => {
    const ask = await comeIn('hoa')
    expect((await ask('/cases')).status).toBe(200)
    expect(await staff('disable', 'hoa')).toContain('Disabled.')
    expect((await ask('/cases')).status).toBe(401)
    const again = await browser()('/login', { login: 'hoa', password: ownPassword })
    expect([again.status, again.told]).toEqual([
      expect.any(Number),
      expect.not.objectContaining({ csrf: expect.anything() }),
    ])
  })

  test('writes no name and no word of anybody into its log, however much it tells', async () => {
    const ask = await comeIn('nguyetanh')
    await ask('/login', { login: 'nguyetanh', password: 'sai mất rồi' })
    await say('m1', 'gặp cán bộ')
    await say('m2', '1')
    await expect.poll(async () => ((await ask('/cases')).told.cases as object[]).length).toBe(1)
    const { stderr } = await service.stop()
    expect(stderr).toContain('The service has started.')
    expect(stderr).not.toMatch(/nguyetanh|sai mất|con trâu|gặp cán bộ|4f1c9a2e/)
  })
})
