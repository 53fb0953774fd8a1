/** The client against a server that behaves well, badly and not at all. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Content } from '../../../src/content/content.ts'
import { openModel } from '../../../src/understanding/llm/client.ts'
import { modelQuestion } from '../../../src/understanding/llm/question.ts'
import type { AskModel } from '../../../src/understanding/llm/second-opinion.ts'
import { kites } from '../../engine/kite.ts'
import { type FakeModel, fakeModel, reading } from '../../fakes/llm/index.ts'

let model: FakeModel
let ask: AskModel
let content: Content
beforeEach(async () => {
  model = await fakeModel()
  ask = await openModel({ baseUrl: model.baseUrl, model: 'commune-7b', apiKey: 'key-of-the-province' })
  content = await kites()
})
afterEach(() => model.server.cut())

const question = () => modelQuestion('tha cai bay bay', { about: 'wish' }, content)
const answer = (signal = AbortSignal.timeout(20_000)) => ask(question(), signal)

describe('the client', () => {
  it('asks in the protocol, once, and reads the answer', async () => {
    model.says = () => reading({ procedures: ['kite'], topic: 'fee' })
    expect(await answer()).toEqual({ procedures: ['kite'], topic: 'fee', answer: 'none' })
    const { path, key, model: name, everything, user } = model.asked[0] ?? expect.fail()
    expect([path, key, name]).toEqual(['/v1/chat/completions', 'Bearer key-of-the-province', 'commune-7b'])
    expect(everything).toContain('"json_schema"')
    expect(JSON.parse(user)).toMatchObject({ message: 'tha cai bay bay' })
    expect(model.asked).toHaveLength(1)
  })

  it.each([
    ['broken JSON', { text: '{"procedures": ["kite"' }],
    ['prose', { text: 'Thả diều thì phải nộp 500.000 đồng.' }],
    ['an unknown id', reading({ procedures: ['castle'] })],
    ['nothing', { text: '' }],
    ['an error', { status: 500, body: '{"error":{"message":"out of memory"}}' }],
    ['a refusal', { status: 401, body: '{"error":{"message":"no such key"}}' }],
    ['a page', { status: 200, body: '<html>' }],
    ['a broken line', 'cut' as const],
  ])('rejects %s, and asks once', async (_, said) => {
    model.says = () => said
    await expect(answer()).rejects.toThrow()
    expect(model.asked).toHaveLength(1)
  })

  it('rejects when nobody listens', async () => {
    await model.server.goesDown()
    await expect(answer()).rejects.toThrow()
  })

  it('lets go of a server that does not answer', async () => {
    model.says = () => 'hang'
    const abort = new AbortController()
    const waiting = answer(abort.signal)
    await model.server.waits(1)
    abort.abort()
    await expect(waiting).rejects.toThrow()
  })

  it('goes nowhere else: to no other server that the environment names', async () => {
    const other = await fakeModel()
    onTestFinished(() => other.server.cut())
    for (const name of ['OPENAI_BASE_URL', 'LANGSMITH_ENDPOINT']) vi.stubEnv(name, other.baseUrl)
    vi.stubEnv('LANGSMITH_GATEWAY', other.baseUrl)
    vi.stubEnv('LANGSMITH_TRACING', 'true')
    vi.stubEnv('LANGSMITH_API_KEY', 'a-key')
    vi.stubEnv('OPENAI_API_KEY', 'key-of-somebody-else')
    onTestFinished(() => void vi.unstubAllEnvs())
    const keyless = await openModel({ baseUrl: model.baseUrl, model: 'commune-7b' })
    await keyless(question(), AbortSignal.timeout(20_000))
    expect(model.asked[0]?.everything).not.toContain('somebody-else')
    expect(other.asked).toEqual([])
  })

  it('follows no redirect', async () => {
    const other = await fakeModel()
    onTestFinished(() => other.server.cut())
    const location = `${other.baseUrl}/chat/completions`
    model.says = () => ({ status: 307, body: '', headers: { location } })
    await expect(answer()).rejects.toThrow()
    expect(other.asked).toEqual([])
  })

  it('says nothing to the console', async () => {
    const said = ['log', 'warn', 'error', 'info', 'debug'] as const
    const spies = said.map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
    onTestFinished(() => void vi.restoreAllMocks())
    model.says = () => ({ status: 500, body: '{}' })
    await answer().catch(() => {})
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
  })
})
