/** What a citizen sees, and tests that wait until they see something. */
import type { FakeClock, Sendable, Shown } from './fake.ts'
import { systemClock } from './system-clock.ts'

export interface Screen {
  /** Oldest first. */
  readonly shown: readonly Shown[]
  /** Puts a message on the screen and wakes who waits for it. */
  show(message: Omit<Shown, 'id' | 'at'>): Shown
  /** Changes a message in place, and wakes who waits. */
  change(message: Shown, change: { readonly text?: string; readonly buttons?: readonly string[] }): void
  /** Takes a message away. */
  remove(message: Shown): void
  /** See `FakeCitizen.hears`. */
  hears(words: string | RegExp, after?: number): Promise<Shown>
  /** The screen as text, for messages of tests. */
  print(): string
}

export interface ScreenOptions {
  /** Whose it is. */
  readonly name: string
  readonly clock: FakeClock
  /** Hears of every change. */
  readonly onChange?: () => void
  /** How long `hears` waits, in real time: a hand-turned clock that leaps a day must not end it. */
  readonly patienceMs?: number
}

export function createScreen({ name, clock, onChange, patienceMs = 55_000 }: ScreenOptions): Screen {
  const shown: Shown[] = []
  const waiters = new Set<() => void>()
  let count = 0

  const changed = () => {
    for (const look of [...waiters]) look()
    onChange?.()
  }

  const print = () =>
    shown
      .map(
        ({ from, text, buttons }) =>
          `${from}: ${[text, ...buttons.map((label) => `[${label}]`)].join('\n  ')}`,
      )
      .join('\n')

  return {
    shown,
    print,
    show(message) {
      count += 1
      const made = { ...message, id: String(count), at: clock.now() }
      shown.push(made)
      changed()
      return made
    },
    change(message, { text, buttons }) {
      if (text !== undefined) message.text = text
      if (buttons !== undefined) message.buttons = buttons
      changed()
    },
    remove(message) {
      const index = shown.indexOf(message)
      if (index >= 0) shown.splice(index, 1)
      changed()
    },
    hears(words, after = 0) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = shown.slice(after).find(({ from, text }) => from === 'bot' && holds(text, words))
          if (found === undefined) return
          end()
          resolve(found)
        }
        const giveUp = () => {
          end()
          reject(new Error(`${name} never heard ${words} from index ${after} on. The screen:\n${print()}`))
        }
        const cancel = systemClock.setTimer(systemClock.now() + patienceMs, giveUp)
        const end = () => {
          cancel()
          waiters.delete(look)
        }
        waiters.add(look)
        look()
      })
    },
  }
}

function holds(text: string, words: string | RegExp): boolean {
  if (typeof words === 'string') return text.includes(words)
  // A sticky or global expression remembers where it stopped; one without that memory is asked.
  return new RegExp(words.source, words.flags.replace(/[gy]/g, '')).test(text)
}

const words: Readonly<Record<Sendable['type'], string>> = {
  photo: '[ảnh]',
  voice: '[tin thoại]',
  sticker: '[nhãn dán]',
  file: '[tệp]',
  video: '[video]',
  contact: '[danh bạ]',
  location: '[vị trí]',
  unknown: '[sự kiện lạ]',
  withheld: '[nội dung bị ẩn]',
}

/** How a citizen's own screen shows what they sent besides words. */
export function wordsFor(what: Sendable): string {
  return words[what.type]
}
