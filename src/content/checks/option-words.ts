/** Whether each option can be told from the others, and from what means something everywhere. */
import { fold } from '../../text/fold.ts'
import type { StepTools } from '../compile/script.ts'
import type { AskSource } from '../draft.ts'
import { below, type Ref, spotOf } from '../yaml.ts'

type Options = Extract<AskSource, { type: 'choice' }>['options']

interface Wording {
  readonly option: string
  readonly folded: string
  readonly isLabel: boolean
  readonly at: Ref
}

export function checkOptionWords(options: Options, at: Ref, tools: StepTools): void {
  const wordings = Object.entries(options).flatMap(([id, source]) => wordingsOf(id, source, below(at, id)))
  const owners = new Map<string, Wording>()
  for (const wording of wordings) {
    checkMeaning(wording, tools)
    const owner = owners.get(wording.folded)
    if (owner === undefined) owners.set(wording.folded, wording)
    else if (owner.option !== wording.option) complainOfClash(owner, wording, tools)
  }
}

function wordingsOf(option: string, source: Options[string], at: Ref): readonly Wording[] {
  if (typeof source === 'string') return [{ option, folded: fold(source), isLabel: true, at }]
  const label = { option, folded: fold(source.label), isLabel: true, at: below(at, 'label') }
  const words = (source.words ?? []).map((word, index) => ({
    option,
    folded: fold(word),
    isLabel: false,
    at: below(at, 'words', index),
  }))
  return [label, ...words]
}

function complainOfClash(first: Wording, second: Wording, { complaints }: StepTools): void {
  const rule = first.isLabel && second.isLabel ? 'duplicate-label' : 'word-clash'
  const message = `this means "${first.option}" as well as "${second.option}" (accents do not count)`
  const mend = second.isLabel && !first.isLabel ? `Remove the word at "${first.option}".` : 'Use other words.'
  complaints.error(rule, spotOf(second.at), message, mend)
}

function checkMeaning({ folded, isLabel, at, option }: Wording, { complaints, input }: StepTools): void {
  if (folded === '') {
    complaints.error('no-words', spotOf(at), 'no letters or digits in this', 'Write it in words.')
    return
  }
  if (/^\d+$/.test(folded)) {
    const message = 'a number alone means the option in that place of the list'
    complaints.error('number-word', spotOf(at), message, 'Write a word with it, e.g. "2 bản".')
  }
  const vietnamese = input.spoken.get('vi')
  const command = vietnamese?.commands.get(folded)
  // An option is heard first: "không biết" is an answer where it is one of them.
  if (command !== undefined && command !== 'puzzled') {
    const message = `citizens say this for the command "${command}", which would not work at this question`
    complaints.error('command-word', spotOf(at), message, 'Use other words.')
  }
  const isYesOrNo = vietnamese?.yes.has(folded) || vietnamese?.no.has(folded)
  if (isLabel && isYesOrNo && (option === 'yes' || option === 'no') === false) {
    const message = 'this is how citizens say yes or no, to any question'
    complaints.warn('yes-no-label', spotOf(at), message, 'Say what is chosen, or ask with type: yes_no.')
  }
}
