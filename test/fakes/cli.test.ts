import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'

function run(...options: readonly string[]) {
  const child = spawn(process.execPath, ['test/fakes/cli.ts', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk
    })
  return { child, output, ended: once(child, 'close') }
}

test('prints the lines that start the service against it, serves its page, and ends when told', async () => {
  const { child, output, ended } = run('zalo-bot', '--push', 'http://127.0.0.1:3999/hooks/zalo-bot')
  await expect.poll(() => output.text, { timeout: 30_000 }).toContain('Updates are pushed to')
  const [, url = ''] = /ZALO_BOT_API_ROOT=(\S+)/.exec(output.text) ?? []
  expect(output.text).toContain('PUBLIC_URL=http://127.0.0.1:3999')
  expect(output.text).toMatch(/ZALO_BOT_TOKEN=\S+ \\\n.*npm start/s)
  expect((await fetch(url)).status).toBe(200)
  child.kill()
  expect(await ended).toEqual([0, null])
})

test.each([
  [[]],
  [['viber']],
  [['toString']],
  [['zalo-bot', '--port', 'x']],
  [['zalo-bot', '--push', 'nowhere']],
  [['zalo-bot', '--what']],
])('%o: says how it is used', async (options) => {
  const { output, ended } = run(...options)
  expect(await ended).toEqual([2, null])
  expect(output.text).toContain('Usage: npm run fake')
})

test('a port that is taken: says so', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const { output, ended } = run('zalo-bot', '--port', String(port))
  expect(await ended).toEqual([1, null])
  expect(output.text).toBe(`Port ${port} is taken: name another one with --port, or leave it out.\n`)
  taken.close()
})
