// Plain JavaScript, so that no TypeScript is met before the compile cache is on: with the cache the service needs
// neither the time nor the memory to strip types from its sources.
import module from 'node:module'
import { cacheFolder } from './cache-folder.js'
import { refusalOf } from './node-version.js'
import { startWithEnoughMemory } from './young-memory.js'

const refusal = refusalOf(process)
if (refusal !== undefined) {
  console.error(refusal)
  process.exit(1)
}
startWithEnoughMemory()
module.enableCompileCache(cacheFolder)
// For the process in which the examples are learned.
process.env.NODE_COMPILE_CACHE = cacheFolder
const { run } = await import('../src/main.ts')
await run()
