// @ts-check
/** One case: its card, its conversation, and what can be done. */
import { ApiError, get } from './api.js'
import { makeCard } from './card.js'
import { makeComposer } from './composer.js'
import { makeConversation } from './conversation.js'
import { isAnothers, isMine, isOverdue, markSeen, onDesk, onGone, put, rowOf } from './desk.js'
import { button, element, say, set, toast } from './dom.js'
import { askToClose, askToGiveBack, askToPass, askToPropose } from './endings.js'
import { wrong } from './login.js'
import { flush, onOutcome, settle, waitingFor } from './outbox.js'
import { text } from './texts.js'
import { setServerTime } from './time.js'

/** @typedef {import('./desk.js').Row} Row */

/**
 * Shows a case in `place`.
 * @param {HTMLElement} place
 * @param {string} id
 * @param {{ onBack: () => void }} options
 */
export function showCase(place, id, { onBack }) {
  let isGone = false
  /** @type {(() => void)[]} */
  const ends = []
  place.replaceChildren(element('p', { className: 'empty' }, text('case.loading')))

  const shown = {
    id,
    /** Nothing until it is loaded. @type {{ take: () => void, reply: () => void, note: () => void }} */
    keys: { take() {}, reply() {}, note() {} },
    end() {
      isGone = true
      for (const end of ends) end()
    },
  }
  void open()
  return shown

  async function open() {
    try {
      const { case: row, view, log, now } = await get(`cases/${id}`)
      if (isGone) return
      setServerTime(now)
      put(row)
      build(row, view, log)
    } catch (error) {
      if (!isGone) showFailure(error)
    }
  }

  /** @param {unknown} error */
  function showFailure(error) {
    const isAway = error instanceof ApiError && error.status === 404
    const words = isAway ? text('case.not_found') : wrong(error)
    const again = isAway ? undefined : button(text('case.try_again'), () => void open())
    place.replaceChildren(
      element(
        'div',
        { className: 'empty' },
        element('p', {}, words),
        again,
        button(text('case.back'), onBack, 'action quiet'),
      ),
    )
  }

  /**
   * @param {Row} row
   * @param {import('./card.js').View} view
   * @param {import('./desk.js').Entry[]} log
   */
  function build(row, view, log) {
    let last = row
    const current = () => {
      last = rowOf(id) ?? last
      return last
    }
    const conversation = makeConversation({ row: current, onPropose: propose })
    const composer = makeComposer({ row: current, onSent: showWaiting })
    const chips = element('p', { className: 'chips' })
    const heading = set(element('h2', {}, view.procedure?.short ?? text('queue.no_procedure')), {
      tabindex: '-1',
    })
    const back = set(button('‹', onBack, 'action quiet back'), { 'aria-label': text('case.back') })
    const pass = button(text('case.pass'), () => askToPass(current(), showWaiting), 'action quiet')
    const giveBack = button(
      text('case.give_back'),
      () => askToGiveBack(current(), view.steps, showWaiting),
      'action quiet',
    )
    const close = button(text('case.close'), () => askToClose(current(), showWaiting), 'action quiet')
    const endings = set(element('div', { className: 'endings' }, giveBack, pass, close), {
      role: 'group',
      'aria-label': text('case.actions'),
    })
    const header = element(
      'header',
      { className: 'case-head' },
      back,
      element('div', { className: 'name' }, heading, chips),
      endings,
    )
    const summary = element('summary', { className: 'brief' }, text('case.card'))
    const details = element('details', { className: 'card', open: true }, summary)
    const aside = set(element('aside', {}, details), { 'aria-label': text('case.card') })
    // On a phone the conversation comes first; the card is one tap away.
    if (matchMedia('(max-width: 60rem)').matches) details.open = false
    const talk = element('div', { className: 'talk' }, conversation.log, composer.form)
    place.replaceChildren(header, aside, talk)

    conversation.add(log)
    settle(new Set(log.map(({ action }) => action)))
    showCard(view)
    show()
    look()
    showWaiting()
    flush()
    conversation.toEnd()
    heading.focus({ preventScroll: true })

    shown.keys = {
      take: composer.take,
      reply: () => composer.focus(false),
      note: () => composer.focus(true),
    }
    ends.push(
      onDesk((changed) => {
        if (changed === undefined || changed.id === id) void follow()
      }),
    )
    ends.push(
      onOutcome((done, result) => {
        if (done.caseId === id) void learn(done, result)
      }),
    )
    // Nothing of it stays on the screen: its citizen may have had it erased.
    ends.push(onGone((gone) => gone === id && showFailure(new ApiError(404, 'not_found'))))
    for (const name of ['online', 'offline']) {
      addEventListener(name, showWaiting)
      ends.push(() => removeEventListener(name, showWaiting))
    }
    document.addEventListener('visibilitychange', look)
    ends.push(() => document.removeEventListener('visibilitychange', look))

    function look() {
      markSeen(current(), conversation.lastNumber)
    }

    function show() {
      const row = current()
      composer.show()
      endings.hidden = row.state === 'closed' || isAnothers(row)
      chips.replaceChildren(...chipsOf(row))
    }

    /** @param {import('./card.js').View} card */
    function showCard(card) {
      view = card
      details.replaceChildren(summary, makeCard(current(), card))
      composer.offer(card.prepared)
    }

    function showWaiting() {
      conversation.showWaiting(waitingFor(id))
    }

    let isReading = false
    let isStale = false
    /** Reads what the log has more than is shown; one at a time, and again when something came meanwhile. */
    async function follow() {
      if (rowOf(id) === undefined || isGone) return
      show()
      if (current().lastEntry <= conversation.lastNumber && waitingFor(id).length === 0) return
      if (isReading) {
        isStale = true
        return
      }
      isReading = true
      try {
        const { log: fresh, view: card } = await get(`cases/${id}/log?after=${conversation.lastNumber}`, {
          byItself: true,
        })
        if (isGone) return
        settle(new Set(fresh.map((/** @type {import('./desk.js').Entry} */ entry) => entry.action)))
        showWaiting()
        conversation.add(fresh)
        look()
        // What they answer the bot meanwhile changes what is known, and what can be prepared.
        if (JSON.stringify(card) !== JSON.stringify(view)) showCard(card)
      } catch {
        // The next change, or the connection coming back, brings it.
      } finally {
        isReading = false
      }
      if (isStale) {
        isStale = false
        void follow()
      }
    }

    /**
     * @param {import('./memory.js').Waiting} done
     * @param {import('./outbox.js').Result} result
     */
    async function learn(done, result) {
      if (result.type === 'refused' || result.type === 'failed') {
        if (result.type === 'refused') tellRefused(done.action.does, result)
        else toast(wrong(new ApiError(422, result.error)), { isWrong: true, closeLabel: text('shell.close') })
        if (done.action.text) composer.giveBack(done.action.text)
        const fresh = await get(`cases/${id}`).catch(() => undefined)
        if (fresh && !isGone) put(fresh.case)
      }
      if (isGone) return
      showWaiting()
      await follow()
      if (result.type !== 'done') return
      const spoken = {
        take: 'case.taken_by_you',
        give_back: 'case.given_back',
        close: 'case.closed',
        pass: 'case.passed',
      }
      const key = /** @type {Record<string, string>} */ (spoken)[done.action.does]
      if (!key) return
      say(text(key))
      if (done.action.does !== 'take') {
        toast(text(key), { closeLabel: text('shell.close') })
        onBack()
      }
    }

    /** @param {import('./desk.js').Entry} entry */
    function propose(entry) {
      const before = log.filter(({ kind, number }) => kind === 'citizen' && number < entry.number).at(-1)
      askToPropose(current(), before?.text ?? current().wish ?? '', entry.text ?? '')
    }
  }
}

/**
 * @param {string} does
 * @param {{ reason: string, by?: import('./desk.js').Who }} result
 */
function tellRefused(does, { reason, by }) {
  // The case is there: what is not known is what was to be told.
  const key = does === 'send_fact' && reason === 'unknown' ? 'fact' : reason
  const words = text(`refused.${key}`, { name: by?.name ?? text('case.somebody') })
  toast(words, { isWrong: true, closeLabel: text('shell.close') })
}

/** @param {Row} row */
function chipsOf(row) {
  const state = row.state === 'taken' ? (isMine(row) ? 'mine' : 'theirs') : row.state
  const made = [
    element(
      'span',
      { className: `chip-state ${state}` },
      text(`state.${state}`, { name: row.officer?.name ?? text('via.inbox') }),
    ),
  ]
  if (isOverdue(row)) made.push(element('span', { className: 'badge late' }, text('queue.overdue')))
  if (row.escalations)
    made.push(element('span', { className: 'badge late' }, text('case.escalated', { n: row.escalations })))
  return made
}
