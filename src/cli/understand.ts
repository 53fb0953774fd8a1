/** `npm run -s understand`: one utterance per line in, what was understood of it as one JSON object per line out. */
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { loadContent } from '../content/load.ts'
import { formatProblems } from '../content/report.ts'
import type { Candidate, Reading } from '../engine/turn.ts'
import { loadSpelling } from '../understanding/spelling.ts'
import { createUnderstander, outOfScope, type Understander } from '../understanding/understander.ts'

/** A line of the output. Stable: other programs read it. */
export interface Understood {
  readonly text: string
  /** A procedure's id; `out-of-scope` when it should not be answered. */
  readonly procedure: string
  readonly topic: string
  /** 0 to 1. */
  readonly confidence: number
  /** Best first, without `procedure`. */
  readonly alternatives: readonly Candidate[]
}

/**
 * What was understood, as it is printed. A question that names no procedure carries the likeliest one with its low
 * confidence.
 */
export function understood(text: string, reading: Reading): Understood {
  const likeliest = reading.candidates[0]
  const chosen = reading.isOutOfScope
    ? { procedure: outOfScope, confidence: reading.confidence }
    : reading.procedure !== undefined
      ? { procedure: reading.procedure, confidence: reading.confidence }
      : (likeliest ?? { procedure: outOfScope, confidence: reading.confidence })
  return {
    text,
    procedure: chosen.procedure,
    topic: reading.isOutOfScope ? 'other' : reading.topic,
    confidence: rounded(chosen.confidence),
    alternatives: reading.candidates
      .filter((one) => one.procedure !== chosen.procedure)
      .map((one) => ({ procedure: one.procedure, confidence: rounded(one.confidence) })),
  }
}

function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000
}

/** Answers each line as it comes, blank ones too, so that line n of the output belongs to line n of the input. */
export async function answerLines(input: Readable, output: Writable, understander: Understander) {
  for await (const text of lines(input)) {
    const isFlowing = output.write(`${JSON.stringify(understood(text, understander.read(text)))}\n`)
    if (!isFlowing) await once(output, 'drain')
  }
}

/** Lines end at a line feed only: `readline` would also end them at U+2028, and the count would no longer be kept. */
async function* lines(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8')
  const parts: string[] = []
  for await (const chunk of input as AsyncIterable<string>) {
    const [head = '', ...rest] = chunk.split('\n')
    parts.push(head)
    for (const next of rest) {
      yield parts.splice(0).join('').replace(/\r$/, '')
      parts.push(next)
    }
  }
  const last = parts.join('')
  if (last !== '') yield last
}

async function main(): Promise<void> {
  const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const localesDir = process.env.LOCALES_DIR ?? folder('locales')
  const loaded = await loadContent({ flowsDir: process.env.FLOWS_DIR ?? folder('flows'), localesDir })
  if (!loaded.ok) {
    process.stderr.write(formatProblems(loaded.problems))
    process.exitCode = 1
    return
  }
  const understander = createUnderstander(loaded.content.examples, loadSpelling(localesDir))
  // The reader may stop early, as `head` does.
  process.stdout.on('error', () => process.exit(0))
  await answerLines(process.stdin, process.stdout, understander)
}

if (import.meta.main) await main()
