/** The process with a language model set: asked when it should be, and what was not understood is kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { type FakeModel, fakeModel, reading } from '../fakes/llm/index.ts'
import { type ServiceProcess, startService } from './support/process.ts'

let service: ServiceProcess | undefined
let model: FakeModel | undefined
afterEach(async () => {
  await service?.stop('SIGKILL')
  await model?.server.cut()
})

/** Sends one message and reads what comes back. */
async function say(url: string, text: string, conversation = '4f1c9a2e7b3d5f60'): Promise<string> {
  await fetch(`${url}/chat/${conversation}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'a', text }),
  })
  const events = await fetch(`${url}/chat/${conversation}/events`)
  let heard = ''
  for await (const chunk of events.body ?? []) {
    heard += Buffer.from(chunk).toString()
    if (/^data: \{"seq"/m.test(heard)) break
  }
  return heard
}

test('a model that is set is asked, masked, and its opinion offered; the words are kept for editors', async () => {
  const dataDir = temporaryFolder()
  model = await fakeModel()
  model.says = () => reading({ procedures: ['certify-copy'] })
  service = await startService({ dataDir, environment: { LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'vi-7b' } })
  // Answers begin when the examples are learned; an opinion is asked for in what is left of three seconds.
  await say(service.url, 'xin chào', '0a1b2c3d4e5f6071')
  const heard = await say(service.url, 'giấy cái kia của ông Tám 0912345678')
  expect(heard).toMatch(/"choices":\[\{"id":"!start:certify-copy"/)
  expect(model.asked).toHaveLength(1)
  expect(model.asked[0]?.everything).not.toMatch(/Tám|0912|4f1c9a/)
  expect((await service.stop()).code).toBe(0)
  const files = readdirSync(dataDir).filter((name) => name.startsWith('gaps-'))
  expect(files).toHaveLength(1)
  const kept = readFileSync(join(dataDir, files[0] ?? ''), 'utf8')
  expect(kept).toMatch(/^\{"day":"[\d-]{10}","text":"giấy cái kia của ông … 0"\}\n$/)
})

test('without one the answer is there all the same', async () => {
  service = await startService()
  expect(await say(service.url, 'zzyzx qwrty')).toContain('!start:death-linked')
})
