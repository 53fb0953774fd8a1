/** What is asked back about: the list `asked_back` of menu.yaml. */

import { fold } from '../../text/fold.ts'
import { hitsIn } from '../../text/heard/phrases.ts'
import { readSentence } from '../../text/heard/sentence.ts'
import type { Complaints } from '../complaints.ts'
import type { AskedBack, AskedBackChoice, AskingBack, Procedure, Topic } from '../content.ts'
import type { MenuFile } from '../schema/others.ts'
import { didYouMean } from '../suggest.ts'
import { below, type Ref, ref, spotOf } from '../yaml.ts'
import type { Shaped } from './facts.ts'
import { type HearTools, listedHears } from './hears.ts'

export const nothingAskedBack: AskingBack = {
  byId: new Map(),
  said: new Map(),
  tells: new Map(),
  hears: new Map(),
}

/** What menu.yaml is compiled with. */
export interface MenuInput extends HearTools {
  readonly menu: Shaped<MenuFile>
  readonly procedures: ReadonlyMap<string, Procedure>
  /** Whether a procedure is missing because its own file has mistakes. */
  readonly isBroken: (id: string) => boolean
  /** Of the default language. */
  readonly phrases: ReadonlyMap<string, string>
  readonly complaints: Complaints
}

/** Compiles the list; complains of choices that lead nowhere, of missing phrases, and of words that mean two of them. */
export function compileAskedBack(input: MenuInput): AskingBack {
  const { menu, complaints } = input
  const entries = menu.data.asked_back ?? []
  const ids = new Set(entries.map(({ id }) => id))
  const root = ref(menu.file, 'asked_back')
  const lists = entries.map((entry, index) => {
    const at = below(root, index)
    checkPhrase(input, entry.id, below(at, 'id'))
    checkReached(input, entry, at)
    const choices = new Map<string, AskedBackChoice>()
    for (const [name, source] of Object.entries(entry.choices)) {
      const spot = below(at, 'choices', name)
      checkPhrase(input, `${entry.id}_${name}`, spot)
      const choice = typeof source === 'string' ? { procedure: source, words: [] } : withFolded(source)
      if ('next' in choice) {
        if (ids.has(choice.next)) choices.set(name, choice)
        else {
          const mend = didYouMean(choice.next, ids, 'Name another question of this list.')
          const message = `there is no question "${choice.next}" in this list`
          complaints.error('unknown-question', spotOf(below(spot, 'next')), message, mend)
        }
      } else if (checkProcedure(input, choice.procedure, spot)) {
        choices.set(name, choice)
        checkAsked(input, choice.procedure, choice.asks, below(spot, 'asks'))
        checkTopic(input, choice.procedure, choice.topic, below(spot, 'topic'))
      }
    }
    for (const [nth, id] of (entry.clear_in ?? []).entries())
      checkProcedure(input, id, below(at, 'clear_in', nth))
    const led = [...choices.values()].flatMap((one) => ('procedure' in one ? [one.procedure] : []))
    const clearIn = new Set([...led, ...(entry.clear_in ?? [])])
    checkYes(input, entry, below(at, 'yes_means'))
    const yes = entry.yes_means === undefined ? {} : { yes: entry.yes_means }
    return { entry, at, value: { id: entry.id, choices, clearIn, ...yes } satisfies AskedBack }
  })
  const listOf = (key: PatternKey) =>
    lists.map(({ entry, at, value }) => {
      return { patterns: entry[key], value, owner: entry.id, at: below(at, key) }
    })
  const hidingOf = (key: PatternKey) => listOf(key).map((one) => ({ ...one, value: undefined }))
  const byId = new Map(lists.map(({ value }) => [value.id, value]))
  return {
    byId,
    said: listedHears([...listOf('said'), ...hidingOf('said_not')], input),
    tells: listedHears([...listOf('tells'), ...hidingOf('tells_not')], input),
    hears: listedHears(listOf('hears'), input),
  }
}

/** Whether there is such a procedure. One whose own files have mistakes has been complained of. */
function checkProcedure({ procedures, isBroken, complaints }: MenuInput, id: string, at: Ref): boolean {
  if (procedures.has(id)) return true
  if (isBroken(id)) return false
  const mend = didYouMean(id, procedures.keys(), 'Name a folder of flows/.')
  complaints.error('unknown-procedure', spotOf(at), `there is no procedure "${id}"`, mend)
  return false
}

function checkYes({ complaints }: MenuInput, { yes_means: yes, choices }: Entry, at: Ref): void {
  if (yes === undefined || Object.hasOwn(choices, yes)) return
  const mend = didYouMean(yes, Object.keys(choices), 'Name one of the choices below.')
  complaints.error('unknown-option', spotOf(at), `there is no choice "${yes}" here`, mend)
}

type PatternKey = 'said' | 'said_not' | 'tells' | 'tells_not' | 'hears'
type Entry = NonNullable<MenuFile['asked_back']>[number]
type ChoiceSource = Exclude<Entry['choices'][string], string>

/** A question that no message leads to, unless another question does. */
function checkReached({ menu, complaints }: MenuInput, entry: Entry, at: Ref): void {
  if (entry.said ?? entry.tells ?? entry.hears) return
  const choices = (menu.data.asked_back ?? []).flatMap((one) => Object.values(one.choices))
  if (choices.some((choice) => typeof choice !== 'string' && 'next' in choice && choice.next === entry.id))
    return
  const mend = 'Add `said:`, the whole messages that are asked back about, or `tells:`.'
  complaints.error('never-asked-back', spotOf(below(at, 'id')), 'no message leads to this question', mend)
}

function withFolded(source: ChoiceSource): AskedBackChoice {
  return { ...source, words: (source.words ?? []).map(fold) }
}

function checkPhrase({ phrases, complaints }: MenuInput, key: string, at: Ref): void {
  if (phrases.has(`ask_back.${key}`)) return
  const mend = `Add "ask_back: { ${key}: … }" under phrases of locales/vi/interface.yaml.`
  complaints.error('unknown-phrase', spotOf(at), `there is no phrase "ask_back.${key}"`, mend)
}

/** Words that no fact hears would be answered with an introduction, which is not what the choice says. */
function checkAsked(
  { procedures, complaints }: MenuInput,
  id: string,
  asks: string | undefined,
  at: Ref,
): void {
  if (asks === undefined) return
  const sentence = readSentence(asks, new Map())
  const facts = [...(procedures.get(id)?.facts.values() ?? [])]
  if (facts.some(({ hears }) => hears !== undefined && hitsIn(sentence, hears).length > 0)) return
  const mend = 'Write words of the `hears` of one of its facts.'
  complaints.error('asks-nothing', spotOf(at), `no fact of "${id}" hears these words`, mend)
}

/** A topic of which the procedure has no fact could only be answered with nothing. */
function checkTopic(
  { procedures, complaints }: MenuInput,
  id: string,
  topic: Topic | undefined,
  at: Ref,
): void {
  const facts = [...(procedures.get(id)?.facts.values() ?? [])]
  if (topic === undefined || facts.some(({ topics }) => topics.includes(topic))) return
  const known = new Set(facts.flatMap(({ topics }) => topics))
  const mend = didYouMean(topic, known, `Name one of these: ${[...known].join(', ')}.`)
  complaints.error('topic-untold', spotOf(at), `"${id}" has no fact of this topic`, mend)
}
