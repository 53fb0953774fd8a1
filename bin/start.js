// Plain JavaScript, so that no TypeScript is met before the compile cache is on: with the cache the service needs
// neither the time nor the memory to strip types from its sources.
import { enableCompileCache } from 'node:module'
import { cacheFolder } from './cache-folder.js'
import { startWithEnoughMemory } from './young-memory.js'

startWithEnoughMemory()
enableCompileCache(cacheFolder)
// For the process in which the examples are learned.
process.env.NODE_COMPILE_CACHE = cacheFolder
const { run } = await import('../src/main.ts')
await run()
