import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { freshFolder, runToEnd, type ServiceProcess, startService } from './support/process.ts'

let service: ServiceProcess | undefined
afterEach(async () => {
  await service?.stop('SIGKILL')
  service = undefined
})

const conversation = '4f1c9a2e7b3d5f60'

function post(url: string, body: object): Promise<Response> {
  return fetch(`${url}/chat/${conversation}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('the process', () => {
  test('prints its address, serves, and ends with 0 when asked to', async () => {
    service = await startService()
    expect((await fetch(service.url)).status).toBe(200)
    const { code, stdout, stderr } = await service.stop()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`Một Cửa đang chạy: ${service.url}\n`)
  })

  test('ends although pages are listening, and their streams end with it', async () => {
    service = await startService()
    await post(service.url, { id: 'start', start: true })
    const events = await fetch(`${service.url}/chat/${conversation}/events`)
    const heard = events.text()
    expect((await service.stop()).code).toBe(0)
    expect(await heard).toContain('retry: 2000')
  })

  test('keeps what it accepted over a stop, and answers it once', async () => {
    const dataDir = freshFolder()
    service = await startService({ dataDir })
    for (const id of ['a', 'b', 'c'])
      expect((await post(service.url, { id, text: 'xin chào' })).status).toBe(202)
    await service.stop()
    service = await startService({ dataDir })
    expect(await (await post(service.url, { id: 'a', text: 'xin chào' })).json()).toMatchObject({
      duplicate: true,
    })
    const events = await fetch(`${service.url}/chat/${conversation}/events`)
    let heard = ''
    for await (const chunk of events.body ?? []) {
      heard += Buffer.from(chunk).toString()
      if ((heard.match(/^data: \{"seq"/gm) ?? []).length >= 3) break
    }
    expect(heard).toContain('id: 1\n')
  })

  test('ends with 2 and one message when settings are wrong', async () => {
    const { code, stdout, stderr } = await runToEnd({
      PORT: 'http',
      LOG_LEVEL: 'x',
      REDIS_URL: 'redis://:pw@h',
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    for (const name of ['PORT', 'LOG_LEVEL', 'REDIS_URL']) expect(stderr).toContain(name)
    expect(stderr).not.toMatch(/pw|at \w+ \(/)
  })

  test('ends with 2 when the default language has no folder', async () => {
    const { code, stderr } = await runToEnd({ DEFAULT_LOCALE: 'tlh' })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('DEFAULT_LOCALE') })
  })

  test('ends with 1 and the report when flows are invalid', async () => {
    const flowsDir = freshFolder()
    mkdirSync(join(flowsDir, 'broken'))
    writeFileSync(join(flowsDir, 'broken', 'facts.yaml'), 'procedure: broken\nnmae: Hỏng\n')
    const { code, stderr } = await runToEnd({ FLOWS_DIR: flowsDir })
    expect(code).toBe(1)
    expect(stderr).toMatch(/facts\.yaml:\d+:\d+/)
    expect(stderr).toContain('nmae')
  })

  test('ends with 1 and one line when the port is taken', async () => {
    service = await startService()
    const { code, stderr } = await runToEnd({ PORT: new URL(service.url).port })
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain('PORT')
  })

  test('ends with 2 when the folders of flows and languages do not exist, and names both', async () => {
    const { code, stderr } = await runToEnd({ FLOWS_DIR: '/nowhere/at/all', LOCALES_DIR: '/nowhere/either' })
    expect(code).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).toContain('FLOWS_DIR')
    expect(stderr).toContain('LOCALES_DIR')
  })
})
