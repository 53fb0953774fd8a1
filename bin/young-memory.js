// How much memory a process gives its young objects. One citizen office at a time needs little (decision 044); a process
// over Redis serves many at once, and with little it collects garbage half of the time (decision 136).
import { existsSync } from 'node:fs'

const small = '--max-semi-space-size=2'
const large = '--max-semi-space-size=64'

/**
 * The flags of Node with which the service has to be started anew; `undefined` when those it has are right. A size that an
 * operator chose stays.
 */
export function flagsFor(execArgv, env) {
  if (!env.REDIS_URL || !execArgv.includes(small)) return undefined
  return execArgv.map((flag) => (flag === small ? large : flag))
}

/** Becomes the same process with other flags where Redis is used and Node can do that (22.15 and newer, not on Windows). */
export function startWithEnoughMemory() {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const flags = flagsFor(process.execArgv, process.env)
  if (flags === undefined || process.platform === 'win32' || typeof process.execve !== 'function') return
  process.execve(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], process.env)
}
