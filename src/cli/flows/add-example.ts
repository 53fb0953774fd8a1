/** Adds an utterance to an `examples.yaml`; every other line of it stays as it was. */
import { isDeepStrictEqual } from 'node:util'
import { load } from 'js-yaml'
import { Complaints } from '../../content/complaints.ts'
import type { Topic } from '../../content/content.ts'
import { examplesFile } from '../../content/schema/others.ts'
import { parseYaml, ref, spotOf } from '../../content/yaml.ts'
import { withLinesBelow } from './lines.ts'

/** What needs no quotes in YAML wherever it stands, `true` and its like apart. */
const plain = /^\p{L}[\p{L}\p{M}\p{N} ,.?!()…-]*$/u
const notText = /^(?:true|false|null|yes|no|on|off|y|n)$/i

/** The file with the example at the end of its topic; `undefined` when it cannot be added to. */
export function withExample(file: string, topic: Topic, example: string): string | undefined {
  const before = read(file)
  if (before === undefined) return undefined
  const parsed = parseYaml('examples.yaml', file, new Complaints())
  if (parsed === undefined) return undefined
  const written = plain.test(example) && !notText.test(example) ? example : JSON.stringify(example)
  const there = before.examples[topic]
  const { start, end } = spotOf(
    there === undefined ? ref(parsed, 'examples') : ref(parsed, 'examples', topic),
  )
  const list = file.slice(start, end)
  const changed =
    there === undefined
      ? withLinesBelow(file, start, end, [`${topic}:`, `  - ${written}`])
      : list.endsWith(']')
        ? `${file.slice(0, end - 1).trimEnd()}, ${JSON.stringify(example)}${file.slice(end - 1)}`
        : withLinesBelow(file, start, end, [`- ${written}`])
  const expected = { ...before, examples: { ...before.examples, [topic]: [...(there ?? []), example] } }
  return isDeepStrictEqual(read(changed), expected) ? changed : undefined
}

function read(file: string) {
  try {
    return examplesFile.safeParse(load(file)).data
  } catch {
    return undefined
  }
}
