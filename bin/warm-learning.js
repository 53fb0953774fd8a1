// Fills the compile cache with what the learning process loads; run by `warm.js` with the flags of that process.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { cacheFolder } from './cache-folder.js'

enableCompileCache(cacheFolder)
for (const name of ['learn-process', 'learn-threads', 'learn-thread'])
  await import(new URL(`../src/understanding/${name}.ts`, import.meta.url).href)
flushCompileCache()
