import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Content, type Topic, topics } from '../../content/content.ts'
import { folderName } from '../../content/schema/common.ts'
import { sureProcedure } from '../../engine/questions.ts'
import { fold } from '../../text/fold.ts'
import { readGaps } from '../../understanding/gaps/file.ts'
import { type Group, groupUtterances } from '../../understanding/gaps/group.ts'
import { lazyUnderstander } from '../../understanding/lazy.ts'
import { createNormaliser } from '../../understanding/normalise.ts'
import { loadSpelling } from '../../understanding/spelling.ts'
import type { Understander } from '../../understanding/understander.ts'
import { withExample } from './add-example.ts'
import { check } from './check.ts'
import type { Command, Desk } from './command.ts'
import { loadFor } from './load.ts'

/** Read at one sitting. */
const mostGroups = 30
const mostOfGroup = 6

/** What citizens wrote and was not understood; accepting one teaches it. */
export const gaps: Command = {
  usage: 'gaps [--all]',
  summary: 'what was not understood; gaps accept N PROCEDURE [TOPIC] adds number N to its examples',

  async run(desk, args) {
    const [verb, ...rest] = args
    if (verb === 'accept') return accept(desk, rest)
    if (verb === undefined || verb === '--all') return show(desk, verb === '--all')
    desk.complain('Write: npm run flows -- gaps, or: npm run flows -- gaps accept 3 birth-linked fee')
    return 2
  },
}

async function show(desk: Desk, isAll: boolean): Promise<number> {
  const content = await loadFor(desk)
  if (content === undefined) return 1
  const kept = await readGaps(desk.dataDir, desk.now)
  // Learning takes seconds.
  if (kept.length === 0) return tellNothingWaits(desk, 0)
  const understander = lazyUnderstander(desk.localesDir)(content)
  const open = unlearned(
    kept.map(({ text }) => text),
    content,
    understander,
  )
  const normaliser = createNormaliser(loadSpelling(desk.localesDir))
  const groups = groupUtterances(open, (text) => normaliser.normalise(text).folded.join(' '))
  const shown = isAll ? groups : groups.slice(0, mostGroups)
  if (shown.length === 0) return tellNothingWaits(desk, kept.length)
  const numbered: string[] = []
  desk.print(`${open.length} utterances that were not understood, in ${groups.length} groups.`)
  for (const group of shown) desk.print(`\n${written(group, numbered, understander, isAll)}`)
  if (groups.length > shown.length) desk.print(`\n${groups.length - shown.length} groups more: gaps --all`)
  desk.print('\nTo teach one: npm run flows -- gaps accept NUMBER PROCEDURE [TOPIC]')
  await writeList(desk, numbered)
  return 0
}

function tellNothingWaits(desk: Desk, kept: number): number {
  desk.print(`Nothing waits: ${kept} utterances are kept, and all of them are understood by now.`)
  return 0
}

/** What neither an example says nor earlier examples have taught since. */
function unlearned(
  texts: readonly string[],
  { examples }: Content,
  { read }: Understander,
): readonly string[] {
  const known = new Set(examples.map(({ text }) => fold(text)))
  return texts.filter((text) => {
    if (known.has(fold(text))) return false
    const { procedure, isOutOfScope, confidence } = read(text)
    return isOutOfScope || procedure === undefined || confidence < sureProcedure
  })
}

/** A group as it is shown; its utterances get the next numbers. */
function written(
  { utterances, times }: Group,
  numbered: string[],
  { read }: Understander,
  isAll: boolean,
): string {
  const shown = isAll ? utterances : utterances.slice(0, mostOfGroup)
  const nearest = read(shown[0]?.text ?? '').candidates[0]
  const guess =
    nearest === undefined ? 'nothing near' : `${nearest.procedure} ${Math.round(nearest.confidence * 100)} %`
  const lines = shown.map(({ text, times: said }) => {
    numbered.push(text)
    return `${String(numbered.length).padStart(5)}  ${text}${said > 1 ? `  (${said} times)` : ''}`
  })
  const more = utterances.length - shown.length
  return [
    `Nearest: ${guess}. Said ${times} times.`,
    ...lines,
    ...(more > 0 ? [`       and ${more} more`] : []),
  ].join('\n')
}

/** The numbers as they were shown last: utterances that come meanwhile do not move them. */
const listFile = ({ dataDir }: Desk) => join(dataDir, 'gaps-shown.json')

async function writeList(desk: Desk, texts: readonly string[]): Promise<void> {
  await mkdir(desk.dataDir, { recursive: true, mode: 0o700 })
  await writeFile(listFile(desk), JSON.stringify(texts), { mode: 0o600 })
}

async function readList(desk: Desk): Promise<readonly unknown[]> {
  try {
    const list: unknown = JSON.parse(await readFile(listFile(desk), 'utf8'))
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

async function accept(
  desk: Desk,
  [number = '', id = '', topicName = 'overview']: readonly string[],
): Promise<number> {
  const text = /^[1-9]\d*$/.test(number) ? (await readList(desk))[Number(number) - 1] : undefined
  if (typeof text !== 'string') {
    desk.complain(`"${number}" is no number of the list. Look at it first: npm run flows -- gaps`)
    return 2
  }
  const topic: Topic | undefined = topics.find((one) => one === topicName)
  if (topic === undefined) {
    desk.complain(`There is no topic "${topicName}". There are: ${topics.join(', ')}`)
    return 2
  }
  const path = join(desk.flowsDir, folderName.safeParse(id).success ? id : '-', 'examples.yaml')
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before === undefined) {
    desk.complain(`There is no examples.yaml of "${id}". Name a folder of ${desk.flowsDir} that has one.`)
    return 2
  }
  const after = withExample(before, topic, text)
  if (after === undefined) {
    desk.complain(`${path} cannot be added to. Mend it first: npm run flows -- check`)
    return 1
  }
  await writeFile(path, after)
  desk.print(`Added to ${path}, ${topic}: ${text}`)
  const exitCode = await check.run(desk, [])
  if (exitCode === 0) return 0
  await writeFile(path, before)
  desk.complain(`${path} is as it was: with the example the files do not check.`)
  return exitCode
}
