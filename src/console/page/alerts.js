// @ts-check
/** What draws attention: a tone, a notification, the number in the title. */
import { isUnread, onDesk, openCases } from './desk.js'
import { change, remember } from './memory.js'
import { text } from './texts.js'

/** @typedef {import('./desk.js').Row} Row */

/** @type {AudioContext | undefined} */
let audio
/** @type {(id: string) => void} */
let openCase = () => {}

/** @param {(id: string) => void} onOpen called when a notification was pressed */
export function startAlerts(onOpen) {
  openCase = onOpen
  onDesk(showCount)
  // Browsers give a page its voice after it was touched.
  const wake = () => {
    audio ??= new AudioContext()
    if (audio.state === 'suspended') void audio.resume()
  }
  addEventListener('pointerdown', wake)
  addEventListener('keydown', wake)
  navigator.serviceWorker?.addEventListener('message', ({ data }) => {
    if (typeof data?.openCase === 'string') openCase(data.openCase)
  })
}

export function isMute() {
  return remember().isMute === true
}

export function toggleSound() {
  change((memory) => {
    memory.isMute = !memory.isMute
  })
  if (!isMute()) play('new')
}

/** Cases with something they have not seen. */
export function unreadCount() {
  return openCases().filter(isUnread).length
}

function showCount() {
  const count = unreadCount()
  document.title = count > 0 ? `(${count}) ${text('shell.title')}` : text('shell.title')
  const counter = /** @type {any} */ (navigator)
  if (counter.setAppBadge) void counter.setAppBadge(count).catch(() => {})
}

/**
 * @param {Row} row
 * @param {string | undefined} shownCase the case that is on the screen
 */
export function alertOf(row, shownCase) {
  const isSeen = document.visibilityState === 'visible' && document.hasFocus() && shownCase === row.id
  if (isSeen) return
  play(row.state === 'waiting' ? 'new' : 'message')
  notify(row)
}

/** @param {'new' | 'message'} kind */
function play(kind) {
  if (isMute() || audio === undefined || audio.state !== 'running') return
  const tones = kind === 'new' ? [659, 880] : [587]
  for (const [index, frequency] of tones.entries()) {
    const start = audio.currentTime + index * 0.18
    const tone = new OscillatorNode(audio, { frequency, type: 'sine' })
    const loudness = new GainNode(audio, { gain: 0 })
    loudness.gain.setValueAtTime(0, start)
    loudness.gain.linearRampToValueAtTime(0.2, start + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.4)
    tone.connect(loudness).connect(audio.destination)
    tone.start(start)
    tone.stop(start + 0.45)
  }
}

export function mayAskToNotify() {
  return 'Notification' in window && Notification.permission === 'default'
}

export async function askToNotify() {
  await Notification.requestPermission()
  await navigator.serviceWorker
    ?.register('/console/assets/worker.js', { scope: '/console' })
    .catch(() => undefined)
}

/** @param {Row} row */
function notify(row) {
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  const isNew = row.state === 'waiting'
  const title = isNew ? text('alert.new', { desk: row.desk.name }) : text('alert.message')
  const options = {
    body: row.notice,
    tag: row.id,
    icon: '/console/assets/icon.svg',
    data: { openCase: row.id },
  }
  void show(title, options)
}

/**
 * @param {string} title
 * @param {NotificationOptions} options
 */
async function show(title, options) {
  // Phones show them through a worker only.
  const worker = await navigator.serviceWorker?.getRegistration('/console').catch(() => undefined)
  if (worker) return worker.showNotification(title, options)
  const shown = new Notification(title, options)
  shown.onclick = () => {
    window.focus()
    openCase(options.data.openCase)
  }
}
