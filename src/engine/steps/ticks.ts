import type { DocumentItem, Text, TicksAsk } from '../../content/content.ts'
import { readTicked } from '../../text/ticked.ts'
import { findFact, holdsNow } from '../facts.ts'
import { fixedText, perLocale } from '../per-locale.ts'
import { phrase } from '../phrases.ts'
import { render } from '../render.ts'
import type { Choice, TickItem } from '../turn.ts'
import { type AskType, type AskView, choiceId, miss } from './ask-type.ts'

/** The option that finishes a tick-list. */
export const doneOption = '#done'
const finished = { id: doneOption }

/**
 * Shows the papers of a fact, to tick off over as many turns as it takes; keeps the ids ticked at the end. Takes
 * taps, numbers and names. Papers whose condition is false are left out. Never throws.
 */
export const ticks: AskType<TicksAsk> = {
  show(step, view) {
    const papers = papersOf(step, view)
    if (papers.length === 0) return { answeredBy: [] }
    const choices: Choice[] = []
    const items: TickItem[] = []
    for (const paper of papers) {
      const { choice, ticked, open } = shownPaper(step, paper, view)
      choices.push(choice)
      items.push(view.ticked.includes(paper.id) ? ticked : open)
    }
    choices.push(fixedParts(step, view.locale).done)
    return { ticks: items, choices }
  },

  read(step, text, view) {
    // "Finished" is the last number of the list, as channels without buttons count it.
    const papers = papersOf(step, view)
    const items = papers.map(({ id, name, words = [] }) => ({ id, label: render(name, view), words }))
    const told = readTicked(text, [...papers, finished], items, view.locale)
    return told === undefined ? miss : { type: 'ticked', ...told }
  },

  tap: () => undefined,

  words(step, value, view) {
    const ticked = Array.isArray(value) ? value : []
    const papers = papersOf(step, view)
    const have = papers.filter(({ id }) => ticked.includes(id)).length
    return have === 0
      ? phrase(view.locale, 'ticks.nothing')
      : phrase(view.locale, 'ticks.have', { done: have, all: papers.length })
  },
}

interface ShownPaper {
  readonly choice: Choice
  readonly ticked: TickItem
  readonly open: TickItem
}

/** What nothing can change of a list: the papers without placeholders in their texts, and the last choice. */
const fixedParts = perLocale((step: TicksAsk, locale) => ({
  papers: new WeakMap<DocumentItem, ShownPaper>(),
  done: { id: choiceId(step, doneOption), label: phrase(locale, 'ticks.done') },
}))

function shownPaper(step: TicksAsk, paper: DocumentItem, view: AskView): ShownPaper {
  const { papers } = fixedParts(step, view.locale)
  const known = papers.get(paper)
  if (known !== undefined) return known
  const { id, name, note } = paper
  const label = render(name, view)
  const item = note === undefined ? { id, label } : { id, label, note: render(note, view) }
  const made = {
    choice: { id: choiceId(step, id), label },
    ticked: { ...item, isTicked: true },
    open: { ...item, isTicked: false },
  }
  const isFixed = (text: Text) => fixedText(text, view.locale) !== undefined
  if (isFixed(name) && (note === undefined || isFixed(note))) papers.set(paper, made)
  return made
}

/** The papers on the list for this citizen, as far as it is known. */
export function papersOf(step: TicksAsk, view: AskView): readonly DocumentItem[] {
  const fact = view.procedure.facts.get(step.fact)
  if (fact === undefined) return []
  const { value, possible } = findFact(fact, view.env, view.today, view.place)
  const found = (value ?? possible[0])?.value
  if (!Array.isArray(found)) return []
  const papers: DocumentItem[] = []
  for (const item of found as readonly (DocumentItem | Text)[]) {
    if (!(item instanceof Map) && isOnList(item as DocumentItem, view)) papers.push(item as DocumentItem)
  }
  return papers
}

function isOnList({ when }: DocumentItem, { env }: AskView): boolean {
  return when === undefined || holdsNow(when, env) !== false
}
