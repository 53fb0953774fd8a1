/**
 * `npm run torture [-- --seed 1 --conversations 2000 --faults 200 --beside ../motcua-0.1]`: breaks everything that can break
 * while citizens write, then counts; with `--beside` every second process is of the version in that folder. Exit code 1 when the
 * promise was broken. See docs/performance.md.
 */
import { parseArgs } from 'node:util'
import { ownTemporaryFolder } from '../../src/cli/temporary.ts'
import { violationsOf } from './judge.ts'
import { type Tally, torture } from './torture.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    conversations: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '200' },
    beside: { type: 'string' },
  },
})
const say = (line: string) => void process.stdout.write(`${line}\n`)
ownTemporaryFolder()
say(`seed ${values.seed}`)
const tally = await torture({
  seed: Number(values.seed),
  conversations: Number(values.conversations),
  faults: Number(values.faults),
  beside: values.beside,
  redisPath: process.env.REDIS_SERVER_PATH ?? 'redis-server',
  say,
})
say(JSON.stringify(tally, undefined, 2))
const isKept = isPromiseKept(tally)
say(isKept ? `The promise was kept (seed ${values.seed}).` : `THE PROMISE WAS BROKEN (seed ${values.seed}).`)
process.exit(isKept ? 0 : 1)

function isPromiseKept({ verdict, left, surprises, faultCount }: Tally): boolean {
  const undone = left.inputs + left.deliveries + left.timers
  return violationsOf(verdict) + undone + surprises.length === 0 && verdict.repeats <= faultCount
}
