// @ts-check
/** Answers officers found good for everybody. An admin looks at each; none goes live by itself. */
import { get, post } from './api.js'
import { button, element, toast } from './dom.js'
import { wrong } from './login.js'
import { fill } from './table.js'
import { text } from './texts.js'
import { moment } from './time.js'

/**
 * @typedef {{ id: string, at: number, by: string, desk: string, procedure?: string, question: string, answer: string,
 *   state: 'open' | 'accepted' | 'rejected', decidedBy?: string }} Proposal
 */

/** @param {HTMLElement} place */
export function showProposals(place) {
  void fill(place, text('shell.proposals'), text('proposals.intro'), async () => {
    const { proposals } = await get('proposals')
    if (proposals.length === 0) return [element('p', { className: 'empty' }, text('proposals.empty'))]
    return proposals.map((/** @type {Proposal} */ one) => cardOf(one, () => showProposals(place)))
  })
}

/**
 * @param {Proposal} proposal
 * @param {() => void} again
 */
function cardOf({ id, at, by, question, answer, state, decidedBy }, again) {
  const card = element(
    'article',
    { className: 'card proposal' },
    element('h2', {}, question),
    element('p', { className: 'bubble' }, answer),
    element('p', { className: 'hint' }, text('proposals.by', { name: by, at: moment(at) })),
  )
  if (state !== 'open') {
    card.append(element('p', { className: 'hint' }, text(`proposals.${state}`, { name: decidedBy ?? '' })))
    return card
  }
  /** @param {boolean} accepts */
  const decide = async (accepts) => {
    try {
      await post(`proposals/${encodeURIComponent(id)}`, { accepts })
      again()
    } catch (error) {
      toast(wrong(error), { isWrong: true, closeLabel: text('shell.close') })
    }
  }
  const yes = button(text('proposals.accept'), () => void decide(true), 'action main')
  const no = button(text('proposals.reject'), () => void decide(false), 'action quiet')
  card.append(element('div', { className: 'bar' }, yes, no))
  return card
}
