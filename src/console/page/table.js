// @ts-check
/** Pages with a table. On a narrow screen every row becomes a card. */
import { element, set } from './dom.js'
import { wrong } from './login.js'
import { text } from './texts.js'

/**
 * @param {string} caption
 * @param {readonly string[]} columns
 * @param {readonly (readonly (Node | string)[])[]} rows
 */
export function table(caption, columns, rows) {
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)))
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      ...cells.map((cell, index) => set(element('td', {}, cell), { 'data-label': columns[index] ?? '' })),
    ),
  )
  return element(
    'table',
    {},
    element('caption', { className: 'unseen' }, caption),
    element('thead', {}, head),
    element('tbody', {}, ...body),
  )
}

/**
 * Fills a page once what it shows has come.
 * @param {HTMLElement} place
 * @param {string} title
 * @param {string} intro
 * @param {() => Promise<Node[]>} load
 */
export async function fill(place, title, intro, load) {
  const heading = set(element('h1', {}, title), { tabindex: '-1' })
  const head = [heading, element('p', { className: 'intro' }, intro)]
  place.replaceChildren(...head, element('p', { className: 'empty' }, text('case.loading')))
  heading.focus({ preventScroll: true })
  try {
    place.replaceChildren(...head, ...(await load()))
  } catch (error) {
    place.replaceChildren(...head, element('p', { className: 'problem' }, wrong(error)))
  }
}
