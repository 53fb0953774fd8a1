/** One citizen with one program in front of them, whichever it is: what they say, and what they have been told. */
import { spawn } from 'node:child_process'
import type { FakePlatform } from '../../fakes/kit/fake.ts'

export interface Player {
  says(text: string): Promise<void>
  /** Presses a button, or types its number where there are none. */
  presses(label: string): Promise<void>
  /** Resolves when the bot has said this since the citizen last did something; white space counts for nothing. */
  hears(text: string): Promise<void>
  close(): Promise<void>
}

/** How long a citizen in a test waits for an answer. */
const patienceMs = 60_000

const squeezed = (text: string) => text.replaceAll(/\s+/g, '')

/** The words with any white space between them: where a channel breaks lines, is its own affair. */
function anySpacing(text: string): RegExp {
  const words = text.trim().split(/\s+/)
  return new RegExp(words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'))
}

/** Words as they arrive, and who waits for some of them. */
function createEar(): { add(text: string): void; mark(): void; hears(text: string): Promise<void> } {
  let heard = ''
  let since = 0
  const waiters = new Set<() => void>()
  return {
    add(text) {
      heard += squeezed(text)
      for (const look of [...waiters]) look()
    },
    mark() {
      since = heard.length
    },
    hears: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!heard.slice(since).includes(squeezed(text))) return
          end()
          resolve()
        }
        const timer = setTimeout(() => {
          end()
          reject(new Error(`not heard: ${text}\nbut since then: ${heard.slice(since)}`))
        }, patienceMs)
        const end = () => {
          clearTimeout(timer)
          waiters.delete(look)
        }
        waiters.add(look)
        look()
      }),
  }
}

/** A citizen on a platform's fake. */
export function onPlatform(fake: FakePlatform, name: string): Player {
  const citizen = fake.citizen(name)
  let since = 0
  const act = async (doing: Promise<void>) => {
    since = citizen.screen.length
    await doing
  }
  return {
    says: (text) => act(citizen.types(text)),
    presses(label) {
      const offered = citizen.screen.flatMap(({ buttons }) => buttons)
      // A box stands before what is to be ticked off.
      const button = offered.findLast((one) => one === label || one.endsWith(` ${label}`))
      if (button !== undefined) return act(citizen.presses(button))
      const lines = citizen.screen.flatMap(({ text }) => text.split('\n'))
      const line = lines.findLast((one) => one.replace(/\[[x ]\] /, '').includes(`. ${label}`))
      const number = /^\d+/.exec(line ?? '')?.[0]
      if (number === undefined) throw new Error(`nothing called ${label} is offered`)
      return act(citizen.types(number))
    },
    // A list that is changed in place was said before the citizen acted: the newest messages count as well.
    hears: async (text) => void (await citizen.hears(anySpacing(text), Math.max(0, since - 2))),
    close: () => Promise.resolve(),
  }
}

/** A citizen at the chat page, as the page speaks to the service. */
export async function onWeb(serviceUrl: string): Promise<Player> {
  const chat = `${serviceUrl}/chat/4f1c9a2e7b3d5f60a1b2`
  const ear = createEar()
  let choices: readonly { readonly id: string; readonly label: string }[] = []
  let count = 0
  const leaving = new AbortController()
  const events = await fetch(`${chat}/events`, { signal: leaving.signal })
  const reading = (async () => {
    let rest = ''
    for await (const chunk of events.body ?? []) {
      const frames = (rest + Buffer.from(chunk).toString()).split('\n\n')
      rest = frames.pop() ?? ''
      for (const frame of frames) {
        const data = /^data: (\{"seq".*)$/m.exec(frame)?.[1]
        if (data === undefined) continue
        const reply = JSON.parse(data) as { text: string; choices: typeof choices }
        if (reply.choices.length > 0) choices = reply.choices
        ear.add(reply.text)
      }
    }
  })().catch(() => {})
  const post = async (message: object) => {
    ear.mark()
    count += 1
    const response = await fetch(`${chat}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: `m${count}`, ...message }),
    })
    if (response.status !== 202) throw new Error(`the message was answered with ${response.status}`)
  }
  return {
    says: (text) => post({ text }),
    presses(label) {
      const choice = choices.find((one) => one.label === label)
      if (choice === undefined) throw new Error(`nothing called ${label} is offered`)
      return post({ choice: choice.id })
    },
    hears: ear.hears,
    async close() {
      leaving.abort()
      await reading
    },
  }
}

/** A citizen at a terminal: `npm run chat -- --plain`. */
export function onTerminal(now: string): Player {
  const ear = createEar()
  let printed = ''
  const child = spawn(process.execPath, ['src/cli/chat.ts', '--plain', '--now', now], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    ear.add(text)
  })
  const write = async (line: string) => {
    ear.mark()
    printed = ''
    child.stdin.write(`${line}\n`)
  }
  return {
    says: write,
    presses(label) {
      const line = printed.split('\n').findLast((one) => one.replace(/\[[x ]\] /, '').includes(`. ${label}`))
      const number = /^\d+/.exec(line ?? '')?.[0]
      if (number === undefined) throw new Error(`nothing called ${label} is offered in:\n${printed}`)
      return write(number)
    },
    hears: ear.hears,
    close: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve())
        child.stdin.end()
      }),
  }
}

/** Two answers that are none, at the day of birth; the ways to a person are offered then. */
export async function getsStuck(player: Player): Promise<void> {
  await player.says('lam giay khai sinh cho chau moi sinh')
  await player.hears('Cháu đã có giấy khai sinh chưa')
  await player.presses('Chưa có giấy khai sinh')
  await player.hears('Cháu sinh ngày nào')
  await player.says('bố nó đi tàu viễn dương')
  await player.hears('Cháu sinh ngày nào')
  await player.says('tháng sau tàu mới cập cảng')
  await player.hears('Nếu khó quá, bác nhắn: gặp cán bộ')
  await player.presses('Gặp cán bộ')
  await player.hears('bằng cách nào')
}
