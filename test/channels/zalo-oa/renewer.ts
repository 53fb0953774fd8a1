/** A process that renews tokens again and again, and writes down which refresh tokens it used. */
import { appendFileSync } from 'node:fs'
import { fileTokens } from '../../../src/channels/zalo-oa/tokens.ts'

const [path = '', used = '', times = '0'] = process.argv.slice(2)
const tokens = fileTokens(path)

for (let count = 0; count < Number(times); count += 1) {
  await tokens.renew(async (stored) => {
    if (stored === undefined) throw new Error('no tokens')
    appendFileSync(used, `${stored.refreshToken}\n`)
    await new Promise((resolve) => setImmediate(resolve))
    return { ...stored, refreshToken: `r${Number(stored.refreshToken.slice(1)) + 1}` }
  })
}
