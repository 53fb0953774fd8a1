// Fills the compile cache after an install, so that the first start is as quick as the later ones. Must run with the
// flags of the start: V8 keeps what it compiled under other flags apart. An install never fails because of it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.js'

const service = new URL('../src/main.ts', import.meta.url)
// Loaded by a service that has them switched on.
const platforms = ['telegram', 'zalo-bot', 'zalo-oa'].map(
  (name) => new URL(`../src/channels/${name}/index.ts`, import.meta.url),
)
// Loaded when the settings say which.
const stores = ['sqlite', 'sqlite/shelf', 'redis', 'redis/desk', 'redis/shelf', 'redis/marker'].map(
  (name) => new URL(`../src/store/${name}.ts`, import.meta.url),
)
const relays = new URL('../src/relays/telegram.ts', import.meta.url)
const learning = new URL('../src/understanding/learn.ts', import.meta.url)
const learner = fileURLToPath(new URL('warm-learning.js', import.meta.url))
// Images are built with the dependencies first and the sources later; a lock file may be written without any package.
const isWhole = existsSync(fileURLToPath(service)) && existsSync(cacheFolder.replace(/\.cache.*$/, 'hono'))
if (isWhole && typeof module.enableCompileCache === 'function') {
  module.enableCompileCache(cacheFolder)
  await import(service.href)
  for (const { href } of [...platforms, ...stores, relays]) await import(href)
  module.flushCompileCache()
  const { learningFlags } = await import(learning.href)
  spawnSync(process.execPath, [...process.execArgv, ...learningFlags, learner], { stdio: 'inherit' })
}
