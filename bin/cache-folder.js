import { fileURLToPath } from 'node:url'

/** Where Node keeps the sources it has compiled; safe to delete. */
export const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/motcua', import.meta.url))
