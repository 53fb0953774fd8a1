/** Interface texts of a language, and the words it understands. */
import { fold, foldKeepingMarks } from '../../text/fold.ts'
import type { Complaints } from '../complaints.ts'
import type { Locale, Topic, Worry } from '../content.ts'
import type { ConsoleFile } from '../schema/console.ts'
import type { InterfaceFile } from '../schema/interface.ts'
import type { ShortForms } from '../schema/others.ts'
import { below, type Ref, ref, spotOf } from '../yaml.ts'
import { compileAsks, compileCommands, phrasesIn } from './commands.ts'
import type { Shaped } from './facts.ts'
import { listedHears } from './hears.ts'

/** Their names alone ask about the matter in hand. Where a dossier has got to is a matter of its own. */
const askedByName: readonly Topic[] = [
  'fee',
  'deadline',
  'processing-time',
  'documents',
  'steps',
  'where',
  'eligibility',
  'online',
]

/** Compiles an interface file; complains about words that mean two things. */
export function compileLocale(
  { file, data }: Shaped<InterfaceFile>,
  {
    staff,
    spelling,
  }: { readonly staff: Shaped<ConsoleFile> | undefined; readonly spelling: ShortForms | undefined },
  complaints: Complaints,
): Locale {
  const commands = compileCommands(data.commands, ref(file, 'commands'), complaints)
  const yes = new Set(data.yes.flatMap(bothForms))
  const no = new Set(data.no.flatMap(bothForms))
  for (const [index, word] of data.no.entries()) {
    if (!yes.has(fold(word))) continue
    const spot = spotOf(ref(file, 'no', index))
    complaints.error(
      'yes-and-no',
      spot,
      'this is a word for yes as well (accents do not count)',
      'Keep it at one.',
    )
  }
  const phrases = new Map(phrasesOf(data, ref(file)).map(({ key, text }) => [key, text]))
  for (const { key, text } of staff === undefined ? [] : phrasesOf(staff.data, ref(staff.file)))
    phrases.set(`console.${key}`, text)
  const padding = data.padding.map(fold)
  const foldedPhrases = (name: 'anything' | 'having' | 'lacking') =>
    data[name].flatMap((pattern, index) => phrasesIn(pattern, ref(file, name, index), complaints).map(fold))
  const anything = foldedPhrases('anything')
  const alone = foldedPhrases('having')
  const having = { alone, padded: [...alone, ...padding] }
  const paddingMarks = marksOf(data.padding)
  const units = [...padding, ...data.units.map(fold)]
  const questions = data.questions.map(spaced)
  const questionMarks = new Set(data.questions.map(foldKeepingMarks))
  const cues = Object.entries(data.topics) as [Topic, string[]][]
  const topicCues = new Map(cues.map(([topic, words]) => [topic, words.map(spaced)]))
  const named = askedByName.flatMap((topic): [string, Topic][] => {
    const name = phrases.get(`topic.${topic}`)
    return name === undefined ? [] : bothForms(name).map((form) => [form, topic])
  })
  const asks = new Map([...named, ...compileAsks(data.asks, ref(file, 'asks'), complaints)])
  const worries = listedHears(
    (Object.entries(data.worries) as [Worry, string[]][]).map(([worry, patterns]) => {
      return { patterns, value: worry, owner: worry, at: ref(file, 'worries', worry) }
    }),
    { complaints, input: { spoken: new Map() } },
  )
  const distress = data.distress.map((one) => ({ folded: fold(one), marked: foldKeepingMarks(one) }))
  const ways = new Map(Object.entries(data.ways).map(([way, words]) => [way, words.map(fold)]))
  const common = new Set(data.common.flatMap(bothForms))
  const past = data.past.map(spaced)
  const turns = new Set(data.turns.flatMap(bothForms))
  const people = new Set(data.people.flatMap(bothForms))
  const wishes = new Set(data.wishes.flatMap(bothForms))
  const shows = new Set(data.shows.map(fold))
  const words = {
    commands,
    yes,
    no,
    padding,
    anything,
    having,
    lacking: foldedPhrases('lacking'),
    paddingMarks,
    common,
    past,
    turns,
    people,
    wishes,
    shows,
    units,
    questions,
    questionMarks,
    topicCues,
    asks,
    worries,
    distress,
    ways,
  }
  return { tag: data.locale, name: data.name, phrases, ...words, shortForms: shortFormsOf(spelling) }
}

/** Of those whose meaning depends on the words around them, such as are no words themselves and mean one thing. */
function shortFormsOf(spelling: ShortForms | undefined): ReadonlyMap<string, string> {
  const near = spelling?.near ?? []
  const lone = near.filter(
    ({ word }) => word.length <= 2 && near.filter((one) => one.word === word).length === 1,
  )
  const short = [
    ...lone.map(({ word, means }) => [word, means] as const),
    ...Object.entries(spelling?.words ?? {}),
  ]
  return new Map(short.map(([word, means]) => [word.normalize('NFC').toLowerCase(), means]))
}

/** To be looked for in a text with a space before and behind it: as words, and not within one. */
const spaced = (words: string) => ` ${fold(words)} `

const bothForms = (word: string): string[] => [fold(word), foldKeepingMarks(word)]

/** The words of phrases, marks kept. One that is a phrase by itself with other marks is none: "nhà em", and "nha". */
function marksOf(phrases: readonly string[]): ReadonlySet<string> {
  const marked = phrases.map((one) => foldKeepingMarks(one).split(' '))
  const alone = new Set(marked.flatMap(([first, ...others]) => (others.length === 0 && first ? [first] : [])))
  const folded = new Set([...alone].map(fold))
  return new Set([...alone, ...marked.flat().filter((word) => !folded.has(fold(word)))])
}

type Phrased = Pick<InterfaceFile, 'phrases'>

interface Phrase {
  readonly key: string
  readonly text: string
  readonly at: Ref
}

function phrasesOf(data: Phrased, at: Ref): readonly Phrase[] {
  return Object.entries(data.phrases).flatMap(([key, value]): readonly Phrase[] => {
    const keyAt = below(at, 'phrases', key)
    if (typeof value === 'string') return [{ key, text: value, at: keyAt }]
    return Object.entries(value).map(([inner, text]) => ({
      key: `${key}.${inner}`,
      text,
      at: below(keyAt, inner),
    }))
  })
}

/** Every language has the phrases of Vietnamese, with the same `{values}` in them. */
export function comparePhrases(
  vietnamese: Shaped<Phrased>,
  other: Shaped<Phrased>,
  complaints: Complaints,
): void {
  const theirs = new Map(phrasesOf(other.data, ref(other.file)).map((phrase) => [phrase.key, phrase]))
  const ours = phrasesOf(vietnamese.data, ref(vietnamese.file))
  for (const { key, text } of ours) {
    const phrase = theirs.get(key)
    theirs.delete(key)
    if (phrase === undefined) {
      const [group = ''] = key.split('.')
      const mend = `Add "${key}" with the meaning of "${text.split('\n', 1)[0]}".`
      const spot = spotOf(
        ref(other.file, 'phrases', ...(Object.hasOwn(other.data.phrases, group) ? [group] : [])),
      )
      complaints.error('missing-phrase', { ...spot, end: spot.start }, `the phrase "${key}" is missing`, mend)
      continue
    }
    const wanted = valuesIn(text)
    const given = valuesIn(phrase.text)
    if (wanted.join() === given.join()) continue
    const mend = wanted.length === 0 ? 'Remove them.' : `Use exactly ${wanted.join(', ')}.`
    complaints.error(
      'phrase-mismatch',
      spotOf(phrase.at),
      'the {values} differ from the Vietnamese text',
      mend,
    )
  }
  for (const { key, at } of theirs.values()) {
    const mend = 'Remove it, or add it to the Vietnamese interface.'
    complaints.error('stale-phrase', spotOf(at), `there is no phrase "${key}" in Vietnamese`, mend)
  }
}

function valuesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
}
