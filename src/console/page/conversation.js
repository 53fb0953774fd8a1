// @ts-check
/** The conversation of a case: what the citizen, the bot and officers said, and what happened between. */
import { whoAmI } from './desk.js'
import { button, element, set } from './dom.js'
import { reasonWords } from './reasons.js'
import { text } from './texts.js'
import { fullMoment, moment } from './time.js'

/**
 * @typedef {import('./desk.js').Entry} Entry
 * @typedef {import('./desk.js').Row} Row
 * @typedef {import('./memory.js').Waiting} Waiting
 */

const nearEndPx = 48

/**
 * @param {{ row: () => Row, onPropose: (entry: Entry) => void }} options
 */
export function makeConversation({ row, onPropose }) {
  const turns = element('div', { className: 'turns' })
  const waiting = element('div', { className: 'turns waiting' })
  const log = set(element('div', { className: 'log' }, turns, waiting), {
    role: 'log',
    'aria-label': text('case.conversation'),
    tabindex: '0',
  })
  let lastNumber = 0
  let lastDay = ''

  function isAtEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx
  }

  function toEnd() {
    log.scrollTop = log.scrollHeight
  }

  return {
    log,
    get lastNumber() {
      return lastNumber
    },
    /** @param {readonly Entry[]} entries */
    add(entries) {
      const follows = isAtEnd() || lastNumber === 0
      for (const entry of entries) {
        if (entry.number <= lastNumber) continue
        lastNumber = entry.number
        const made = entryElement(row(), entry, onPropose)
        if (!made) continue
        const [day = ''] = fullMoment(entry.at).split(', ').slice(1)
        if (day !== lastDay) turns.append(element('p', { className: 'day' }, day))
        lastDay = day
        turns.append(made)
      }
      if (follows) toEnd()
    },
    /** What was done here and the log does not show yet. @param {readonly Waiting[]} given */
    showWaiting(given) {
      waiting.replaceChildren(...given.flatMap((one) => waitingElement(one) ?? []))
      if (given.length > 0) toEnd()
    },
    toEnd,
  }
}

/**
 * @param {Row} row
 * @param {Entry} entry
 * @param {(entry: Entry) => void} onPropose
 */
function entryElement(row, entry, onPropose) {
  switch (entry.kind) {
    case 'citizen':
      return bubble('citizen', text('case.citizen'), entry, row.id)
    case 'bot':
      return bubble(
        'bot',
        entry.by ? text('case.bot_for', { name: nameOf(entry) }) : text('case.bot'),
        entry,
        row.id,
      )
    case 'officer': {
      const made = bubble('officer', nameOf(entry), entry, row.id)
      if (entry.text) made.append(button(text('case.good_for_all'), () => onPropose(entry), 'plain small'))
      return made
    }
    case 'note':
      return bubble('note', text('case.note_by', { name: nameOf(entry) }), entry, row.id)
    case 'refused':
      // Only whoever tried is told, and they were, when it happened.
      return undefined
    default:
      return happening(entry)
  }
}

/**
 * @param {string} kind
 * @param {string} who
 * @param {Entry} entry
 * @param {string} caseId
 */
function bubble(kind, who, entry, caseId) {
  const head = element('p', { className: 'by' }, who, ' · ', timeOf(entry.at))
  const made = element('div', { className: `said ${kind}` }, head)
  if (entry.text) made.append(element('p', { className: 'bubble' }, ...linked(entry.text)))
  if (entry.image) made.append(picture(entry.image, caseId))
  made.dataset.number = String(entry.number)
  return made
}

/** @param {number} at */
function timeOf(at) {
  const made = element('time', { title: fullMoment(at) }, moment(at))
  made.dateTime = new Date(at).toISOString()
  return made
}

/** @param {Entry} entry */
function happening(entry) {
  const name = nameOf(entry)
  const values = {
    name,
    reason: entry.reason ? reasonWords(entry.reason) : '',
    desk: deskName(entry.desk),
    outcome: entry.outcome ? text(`outcome.${entry.outcome}`) : '',
    n: entry.rating ?? '',
  }
  const words = text(`event.${keyOf(entry)}`, values)
  const made = element('p', { className: 'happening' }, words, ' · ', timeOf(entry.at))
  if (entry.text && entry.kind !== 'opened')
    made.append(element('span', { className: 'words' }, `“${entry.text}”`))
  made.dataset.number = String(entry.number)
  return made
}

/** @param {Entry} entry */
function keyOf({ kind, by, via, rating }) {
  // Whoever calls the bot themselves gives the case back to it.
  if (kind === 'given_back' && by === undefined && via === undefined) return 'given_back_citizen'
  return kind === 'rated' && rating === undefined ? 'rated_word' : kind
}

/** @param {string | undefined} id */
function deskName(id) {
  return whoAmI().desks.find((desk) => desk.id === id)?.name ?? id ?? ''
}

/** @param {Entry} entry */
function nameOf({ by, via }) {
  if (by === undefined) return text(via === 'inbox' ? 'via.inbox' : 'case.somebody')
  return by.id === whoAmI().staff.id ? text('case.you') : by.name
}

/** @param {Waiting} waiting */
function waitingElement({ action, isTaken }) {
  if (action.does !== 'answer' && action.does !== 'note') return undefined
  const words = text(isTaken ? 'case.on_its_way' : navigator.onLine ? 'case.sending' : 'case.queued')
  const kind = action.does === 'note' ? 'note' : 'officer'
  const made = element('div', { className: `said ${kind} unsent` }, element('p', { className: 'by' }, words))
  made.append(element('p', { className: 'bubble' }, action.text || action.image?.alt || ''))
  return made
}

/**
 * @param {{ source: string, alt: string }} image
 * @param {string} caseId
 */
function picture({ source, alt }, caseId) {
  const open = { rel: 'noreferrer', target: '_blank' }
  if (/^https?:/.test(source))
    return element('p', { className: 'bubble' }, element('a', { ...open, href: source }, alt))
  const isFlows = /^[\w-]+\/media\//.test(source)
  const address = isFlows
    ? `/media/${source}`
    : `/console/api/cases/${caseId}/images/${source.replace(/^attachment:/, '')}`
  const shown = element('img', { alt, loading: 'lazy' })
  shown.src = address
  return element('a', { ...open, href: address, className: 'picture' }, shown)
}

const link = /(https:\/\/[^\s<>"']+)/gi

/** @param {string} words */
function linked(words) {
  return words.split(link).map((part, index) => {
    if (index % 2 === 0) return part
    return element('a', { href: part, rel: 'noreferrer', target: '_blank' }, part)
  })
}
