// @ts-check
/** The card of a case: one screen that says what it is about, so that nobody asks everything again. */

import { element, set } from './dom.js'
import { callLine, channelWords, clockLine } from './lines.js'
import { reasonWords } from './reasons.js'
import { languages, text } from './texts.js'
import { fullMoment } from './time.js'

/**
 * @typedef {{ procedure?: { id: string, name: string, short: string }, step?: string, reason: string,
 *   told: { label: string, source: string }[], commune?: string,
 *   answers: { label: string, value: string }[], missing: string[], clocks: import('./desk.js').Clock[],
 *   prepared: Prepared[], steps: { id: string, label: string }[] }} View
 * @typedef {{ procedure: string, topic: string, label: string, text: string }} Prepared
 */

/**
 * @param {import('./desk.js').Row} row
 * @param {View} view
 */
export function makeCard(row, view) {
  const card = set(element('div', { className: 'card-body' }), {})
  if (row.kind === 'call_back' && row.phone)
    card.append(
      element('div', { className: 'part call-part' }, element('h3', {}, text('card.call')), callLine(row)),
    )
  if (row.wish) card.append(part('card.wish', element('p', { className: 'wish' }, `“${row.wish}”`)))
  card.append(part('card.why', element('p', {}, view.reason || reasonWords(row.reason))))
  if (view.clocks.length > 0) card.append(part('card.clocks', ...view.clocks.map(clockLine)))
  if (view.step) card.append(part('card.step', element('p', {}, view.step)))
  if (view.missing.length > 0) card.append(part('card.missing', listOf(view.missing)))
  if (view.answers.length > 0) card.append(part('card.answers', answersOf(view.answers)))
  if (view.told.length > 0)
    card.append(part('card.told', listOf(view.told.map(({ label, source }) => `${label} (${source})`))))
  card.append(part('card.about', aboutOf(row, view)))
  return card
}

/**
 * @param {string} title
 * @param {Node[]} children
 */
function part(title, ...children) {
  return element('section', { className: 'part' }, element('h3', {}, text(title)), ...children)
}

/** @param {string[]} items */
function listOf(items) {
  return element('ul', {}, ...items.map((item) => element('li', {}, item)))
}

/** @param {{ label: string, value: string }[]} answers */
function answersOf(answers) {
  const pairs = answers.flatMap(({ label, value }) => [element('dt', {}, label), element('dd', {}, value)])
  return element('dl', {}, ...pairs)
}

/**
 * @param {import('./desk.js').Row} row
 * @param {View} view
 */
function aboutOf(row, view) {
  const language = languages.find(({ tag }) => tag === row.locale)?.name ?? row.locale
  const facts = [
    [text('card.procedure'), view.procedure?.name],
    [text('card.desk'), row.desk.name],
    [text('card.commune'), view.commune],
    [text('card.channel'), channelWords(row.channel)],
    [text('card.language'), language],
    [text('card.opened'), fullMoment(row.openedAt)],
    [text('card.id'), row.id],
  ]
  const known = facts.filter(([, value]) => value)
  return answersOf(known.map(([label = '', value = '']) => ({ label, value })))
}
