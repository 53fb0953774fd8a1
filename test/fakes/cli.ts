/** Starts a fake platform with a page to chat on: `npm run fake -- zalo-bot [--port 4001] [--push <address>]`. */
import { parseArgs } from 'node:util'
import type { FakeOptions, FakePlatform } from './kit/fake.ts'

/** The maker that each platform's module exports. */
const makers: Readonly<Record<string, string>> = {
  telegram: 'fakeTelegram',
  'zalo-bot': 'fakeZaloBot',
  'zalo-oa': 'fakeZaloOa',
}

const usage = `Usage: npm run fake -- ${Object.keys(makers).join('|')} [--port N] [--push http://127.0.0.1:3000/hooks/<name>]`

async function start(name: string, options: FakeOptions): Promise<FakePlatform> {
  const maker = makers[name] ?? ''
  const module = (await import(`./${name}/index.ts`)) as Record<
    string,
    (options: FakeOptions) => Promise<FakePlatform>
  >
  const make = module[maker]
  if (make === undefined) throw new Error(`test/fakes/${name}/index.ts does not export ${maker}.`)
  return await make(options)
}

/** The lines to copy into another terminal. */
function instructions({ url, environment, name }: FakePlatform, push: string | undefined): string {
  // With a public address the service waits for calls; without one it asks.
  const all = push === undefined ? environment : { ...environment, PUBLIC_URL: new URL(push).origin }
  const variables = Object.entries(all).map(([variable, value]) => `${variable}=${value}`)
  return [
    `${name} listens. Chat as a citizen at ${url}/`,
    '',
    'Start the service with:',
    '',
    [...variables, 'npm start'].join(' \\\n  '),
    '',
    push === undefined ? withoutPush(name) : `Updates are pushed to ${push}`,
    '',
  ].join('\n')
}

function withoutPush(name: FakePlatform['name']): string {
  const again = `start again with --push http://127.0.0.1:3000/hooks/${name}`
  return name === 'zalo-oa'
    ? `This platform is never polled: for the service to hear anything, ${again}`
    : `To push updates instead of being polled, ${again}`
}

/** What was asked for, or `undefined` when it cannot be understood. */
function readArguments() {
  const parsed = parse()
  if (parsed === undefined) return undefined
  const { positionals, values } = parsed
  const [name = ''] = positionals
  const port = Number(values.port)
  const isRight =
    Object.hasOwn(makers, name) &&
    Number.isInteger(port) &&
    port >= 0 &&
    port <= 65_535 &&
    (values.push === undefined || URL.canParse(values.push))
  return isRight ? { name, port, push: values.push } : undefined
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string', default: '0' }, push: { type: 'string' } },
    })
  } catch {
    return undefined
  }
}

async function serve(name: string, port: number, push: string | undefined): Promise<void> {
  const platform = await start(name, { port })
  if (push !== undefined) platform.pushTo(push)
  process.stdout.write(`${instructions(platform, push)}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void platform.close())
}

const given = readArguments()
if (given === undefined) {
  process.stderr.write(`${usage}\n`)
  process.exitCode = 2
} else {
  const { name, port, push } = given
  await serve(name, port, push).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken) throw error
    process.stderr.write(`Port ${port} is taken: name another one with --port, or leave it out.\n`)
    process.exitCode = 1
  })
}
