// Fills the compile cache after an install, so that the first start is as quick as the later ones. Must run with the
// flags of the start: V8 keeps what it compiled under other flags apart.
import { existsSync } from 'node:fs'
import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.js'

const service = new URL('../src/main.ts', import.meta.url)
const learning = new URL('../src/understanding/learn-process.ts', import.meta.url)
// An image may be built with the dependencies first and the sources later; then there is nothing to warm yet.
if (existsSync(fileURLToPath(service))) {
  enableCompileCache(cacheFolder)
  await import(service.href)
  await import(learning.href)
  flushCompileCache()
}
