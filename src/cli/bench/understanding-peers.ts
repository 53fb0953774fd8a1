/** The same examples and texts for node-nlp, MiniSearch and Fuse.js: `test/bench/understanding`, when installed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Example } from '../../content/content.ts'
import { fold } from '../../text/fold.ts'
import { outOfScope } from '../../understanding/understander.ts'
import type { Figure } from './table.ts'
import { frozenSet } from './understanding-set.ts'

const guess = z.object({ label: z.string(), score: z.number() })
const answers = z.record(
  z.string(),
  z.object({ trainMs: z.number(), readUs: z.number(), guesses: z.array(z.array(guess).nullable()) }),
)
type Guesses = readonly z.infer<typeof guess>[]

const folder = fileURLToPath(new URL('../../../test/bench/understanding', import.meta.url))
/** A peer's score must be so high that this share of what is ours is still answered. */
const answered = 0.95

/** Empty when the peers are not installed. Of a slow peer the shares are of the texts that it was asked. */
export async function benchUnderstandingPeers(examples: readonly Example[]): Promise<readonly Figure[]> {
  const third = frozenSet('third-set')
  const foreign = frozenSet('hard-negatives')
  if (!existsSync(`${folder}/node_modules`) || third.length === 0) return []
  const clean = third.map(({ text }) => text)
  const texts = [...clean, ...clean.map(fold), ...foreign.map(({ text }) => text)]
  const learned = examples.map(({ text, procedure }) => ({ text, label: procedure }))
  const all = answers.parse(await ask({ examples: learned, texts }))
  return Object.entries(all).flatMap(([peer, { trainMs, readUs, guesses }]) => {
    const ours = guesses.slice(0, clean.length)
    const plain = guesses.slice(clean.length, 2 * clean.length)
    const theirs = guesses.slice(2 * clean.length)
    const right = (list: readonly (Guesses | null)[], first: number): number =>
      percent(list, (one, i) => one.slice(0, first).some(({ label }) => label === third[i]?.is))
    const least =
      ours
        .filter((one) => one !== null)
        .map(scoreOf)
        .sort((a, b) => b - a)[Math.ceil(answered * ours.filter((one) => one !== null).length) - 1] ?? 0
    const name = (what: string): string => `understanding, ${peer}: ${what}`
    const asked = guesses.filter((one) => one !== null).length
    return [
      { name: name(`texts asked, of ${texts.length}`), value: asked, unit: '' },
      { name: name('third set, first'), value: right(ours, 1), unit: '%' },
      { name: name('third set, among three'), value: right(ours, 3), unit: '%' },
      { name: name('third set without marks, first'), value: right(plain, 1), unit: '%' },
      {
        name: name('hard negatives accepted where 95 % of ours are'),
        value: percent(theirs, (one) => scoreOf(one) >= least),
        unit: '%',
      },
      { name: name('training'), value: trainMs, unit: 'ms' },
      { name: name('utterance, mean'), value: readUs, unit: 'µs' },
    ]
  })
}

/** Of the best guess; the least there is when it is out of scope, or there is none. */
function scoreOf([best]: Guesses): number {
  return best === undefined || best.label === outOfScope || best.label === 'None' ? -1 : best.score
}

/** Of those that were asked. */
function percent(list: readonly (Guesses | null)[], holds: (one: Guesses, i: number) => boolean): number {
  const asked = list.filter((one) => one !== null).length
  return (100 * list.filter((one, i) => one !== null && holds(one, i)).length) / Math.max(1, asked)
}

async function ask(question: unknown): Promise<unknown> {
  const child = spawn(process.execPath, [`${folder}/run.js`], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(question))
  const ended = once(child, 'exit')
  const printed = await readAll(child.stdout)
  const [code] = await ended
  if (code !== 0) throw new Error(`The peers ended with exit code ${code}.`)
  return JSON.parse(printed)
}
