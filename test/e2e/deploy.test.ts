/** What deploy/ says, done by hand where there is no engine: only the files it copies, only the packages it installs. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { readConfig } from '../../src/config.ts'
import { commandOf, environmentOf, readDockerfile, textsOf } from './support/dockerfile.ts'
import { onWeb } from './support/players.ts'

const [build = [], image = []] = readDockerfile(readFileSync('deploy/Dockerfile', 'utf8'))
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The packages that `npm ci --omit=dev` would install, from what is installed here. */
function installPackages(app: string): void {
  const lock = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>
  }
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    if (path === '' || dev || devOptional || !existsSync(path)) continue
    // Packages within a package come with it.
    if (path.lastIndexOf('node_modules/') > 0) continue
    cpSync(path, join(app, path), { recursive: true, mode: constants.COPYFILE_FICLONE })
  }
}

function copied(text: string): { readonly from: readonly string[]; readonly to: string } {
  const words = text.split(/\s+/).filter((word) => !word.startsWith('--'))
  return { from: words.slice(0, -1), to: words.at(-1) ?? '' }
}

/** All files below a folder, with size and time of their last change. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { size, mtimeMs } = statSync(path)
      return `${path} ${size} ${mtimeMs}`
    })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

describe('the image', () => {
  test('copies what its ignore file lets through, on a Node of the version that is tested', () => {
    const allowed = readFileSync('deploy/Dockerfile.dockerignore', 'utf8').match(/(?<=^!).+/gm) ?? []
    const wanted = textsOf(build, 'COPY').flatMap((text) => copied(text).from)
    expect(wanted.map((path) => path.replace(/^\.\//, '')).sort()).toEqual([...allowed].sort())
    const [, major] = process.version.match(/^v(\d+)/) ?? []
    for (const stage of [build, image]) expect(stage[0]?.text).toMatch(new RegExp(`^node:${major}-`))
  })

  test('has its compile cache filled by the user who runs it: Node keeps one for each', () => {
    const fill = build.findIndex(({ name, text }) => name === 'RUN' && text.includes('npm run postinstall'))
    expect(textsOf(build.slice(0, fill), 'USER').at(-1)).toBe(textsOf(image, 'USER').at(-1))
  })

  test('has all it needs to serve, says that it is well, writes nowhere but to its data, and stops when told', async () => {
    const root = temporaryFolder()
    const app = join(root, 'app')
    const data = join(root, 'data')
    mkdirSync(data)
    const path = [dirname(process.execPath), process.env.PATH].join(delimiter)
    for (const { name, text } of build) {
      if (name === 'WORKDIR') mkdirSync(join(root, text), { recursive: true })
      else if (name === 'COPY') {
        const { from, to } = copied(text)
        for (const source of from) {
          const target = to.endsWith('/') ? join(app, to, source) : join(app, to)
          cpSync(source, target, { recursive: true })
        }
      } else if (name === 'RUN' && text.startsWith('npm ci ')) {
        expect(text.split(' ')).toEqual(expect.arrayContaining(['--omit=dev', '--ignore-scripts']))
        installPackages(app)
      } else if (name === 'RUN') {
        // Whoever runs this test is the only user here.
        const ours = text.replace(/ && chown node \S+/, '')
        const ran = spawnSync('sh', ['-c', ours], { cwd: app, env: { PATH: path }, encoding: 'utf8' })
        expect(ran.status, ran.stderr).toBe(0)
      }
    }
    const cache = join(app, 'node_modules/.cache/motcua')
    const kept = readdirSync(cache, { recursive: true }).map((name) => statSync(join(cache, `${name}`)))
    expect(kept.length, 'the compile cache').toBeGreaterThan(100)
    // In the image they belong to root.
    for (const one of kept) expect(one.mode & 0o004).toBe(0o004)
    const before = filesIn(app)

    const port = await freePort()
    const its = { ...environmentOf(image), HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: data }
    const env = { ...its, PATH: path, HOME: root }
    const [healthcheck = ''] = textsOf(image, 'HEALTHCHECK')
    const [, ...healthArgs] = commandOf(healthcheck)
    const isWell = () => spawnSync(process.execPath, healthArgs, { cwd: app, env }).status === 0
    expect(isWell()).toBe(false)
    const [command = '', ...args] = commandOf(textsOf(image, 'CMD')[0] ?? '')
    expect(command).toBe('node')
    const service = spawn(command, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'] })
    ends.push(() => void service.kill('SIGKILL'))
    let complaints = ''
    service.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text
    })
    const ended = once(service, 'exit')
    const isReady = await Promise.race([
      once(service.stdout, 'data').then(() => true),
      ended.then(() => false),
    ])
    expect(isReady, complaints).toBe(true)
    expect(isWell()).toBe(true)
    const player = await onWeb(`http://127.0.0.1:${port}`)
    ends.push(player.close)
    await player.says('lam giay khai sinh cho chau moi sinh')
    await player.hears('Cháu đã có giấy khai sinh chưa')
    service.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    // The image is mounted read-only: what was not compiled for it then, is compiled at every start.
    expect(filesIn(app)).toEqual(before)
  })
})

describe('the compose file', () => {
  interface Service {
    readonly build?: { readonly context: string; readonly dockerfile: string }
    readonly environment?: Readonly<Record<string, string | number>>
    readonly volumes?: readonly string[]
    readonly depends_on?: readonly string[]
    /** What the others have in common. */
    readonly '<<'?: Service
  }
  const file = load(readFileSync('deploy/compose.yaml', 'utf8')) as {
    readonly services: Readonly<Record<string, Service>>
    readonly volumes: Readonly<Record<string, unknown>>
  }
  const services = Object.entries(file.services).map(
    ([name, service]) => [name, { ...service['<<'], ...service }] as const,
  )

  test('names services, volumes, folders and files that there are', () => {
    for (const [, { build: from, volumes = [], depends_on: needed = [] }] of services) {
      if (from) expect(existsSync(join('deploy', from.context, from.dockerfile))).toBe(true)
      for (const name of needed) expect(Object.keys(file.services)).toContain(name)
      for (const volume of volumes) {
        const [source = ''] = volume.split(':')
        if (source.startsWith('.')) expect(existsSync(join('deploy', source)), source).toBe(true)
        else expect(Object.keys(file.volumes)).toContain(source)
      }
    }
  })

  test('starts each process with settings that it takes', () => {
    const ours = services.filter(([, service]) => service.build !== undefined)
    const roles = ours.map(([, { environment = {} }]) => {
      const settings = Object.entries(environment).map(([name, value]) => [name, `${value}`])
      return readConfig({ ...environmentOf(image), ...Object.fromEntries(settings) }).role
    })
    expect(roles).toEqual(['all', 'worker'])
  })
})
