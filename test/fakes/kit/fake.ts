/** What every fake platform offers to tests and to its page: citizens, faults, and a transcript of every call. */

/** Time as fakes know it; the runtime's clock fits. */
export interface FakeClock {
  now(): number
  setTimer(at: number, ring: () => void): () => void
}

/** One call of the platform's interface, as it came and as it was answered. */
export interface Call {
  readonly at: number
  readonly method: string
  /** With the token, as it came: tests look for leaks with it. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  /** `undefined` while, or for ever when, no answer is given. */
  status: number | undefined
  answer: unknown
  /** The fault that met it. */
  readonly fault?: Fault['type']
  /** Whether the platform did what was asked. */
  isDone: boolean
}

/** What can go wrong with a call, on any platform. Platforms add limits and refusals of their own. */
export type Fault =
  /** Answers with this status and an HTML page; nothing is done. */
  | { readonly type: 'html'; readonly status: number }
  /** Answers with this status and JSON; nothing is done. */
  | { readonly type: 'json'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  /** Never answers; nothing is done. */
  | { readonly type: 'hang_before' }
  /** Does it, and never answers. */
  | { readonly type: 'hang_after' }
  /** Cuts the connection; nothing is done. */
  | { readonly type: 'cut_before' }
  /** Does it, and cuts the connection. */
  | { readonly type: 'cut_after' }
  /** Does it, and answers half of the JSON. */
  | { readonly type: 'truncated' }
  /** Does it, and answers after so long on the fake's clock. */
  | { readonly type: 'slow'; readonly ms: number }
  /** Does it, answers half of the body at once, and the rest after so long on the fake's clock. */
  | { readonly type: 'slow_body'; readonly ms: number }
  /** An error page that repeats the path of the request, token included; nothing is done. */
  | { readonly type: 'echo_path'; readonly status: number }

export interface Faults {
  /** Meets calls of `method` (every call when absent), `times` of them (all, until cleared, when absent). */
  add(fault: Fault, options?: { readonly method?: string; readonly times?: number }): void
  clear(): void
}

/** A message on the citizen's screen. */
export interface Shown {
  /** Rising per citizen. */
  readonly id: string
  readonly from: 'bot' | 'citizen' | 'staff'
  text: string
  /** What can be pressed under it, top to bottom. */
  buttons: readonly string[]
  /** Address or name of a picture. */
  readonly image?: string
  readonly at: number
}

/** What a citizen can send besides words. */
export type Sendable =
  | { readonly type: 'photo' }
  | { readonly type: 'voice' }
  | { readonly type: 'sticker' }
  | { readonly type: 'file' }
  | { readonly type: 'video' }
  | { readonly type: 'contact'; readonly phone: string; readonly isForeign?: boolean }
  | { readonly type: 'location'; readonly latitude: number; readonly longitude: number }
  /** An event the platform documents nowhere. */
  | { readonly type: 'unknown' }
  /** Content the platform withholds. */
  | { readonly type: 'withheld' }

/** A citizen with the platform's app in their hand. */
export interface FakeCitizen {
  /** The address in our conversation id, behind `<channel>:`. */
  readonly id: string
  /** Everything on the screen, oldest first. */
  readonly screen: readonly Shown[]
  /** Opens the conversation for the first time: `/start`, "follow", or nothing where the platform tells nothing. */
  opens(): Promise<void>
  /** Resolves when the platform holds the message (polling) or has handed it over or given up (webhook). */
  types(text: string): Promise<void>
  /**
   * Presses a button on the screen, the newest with that label, or types the label's number where there are no
   * buttons.
   * @throws Error when nothing on the screen offers it
   */
  presses(label: string): Promise<void>
  sends(what: Sendable): Promise<void>
  /**
   * Resolves with the first bot message that holds `words`, among those from index `after` on: `screen.length`, noted
   * before something is typed, passes over what was there before. Waits in real time, whatever the fake's clock is.
   */
  hears(words: string | RegExp, after?: number): Promise<Shown>
}

/** How updates are pushed to a webhook, beyond the plain way. */
export interface PushHabits {
  /** Each update is handed over this often. */
  repeats: number
  /**
   * The next so many updates are held back and then pushed in reverse. 0: pushed as they come. Whoever sends one that
   * is held back does not wait for it; the last of them waits for all.
   */
  reversesNext: number
  /** Whether updates, and the copies of one update, are pushed all at once instead of one after another. */
  isParallel: boolean
}

/** Something more that a person can do at the page, e.g. answer as staff in the platform's own inbox. */
export interface FakeAction {
  readonly name: string
  /** For the page: Vietnamese. */
  readonly label: string
  /** `text`: what stands in the page's text field; may be empty. */
  run(citizen: FakeCitizen, text: string): Promise<void>
}

/** A refusal of the platform's own that a person can switch on at the page, e.g. "quota exceeded". */
export interface FakeTrouble {
  readonly name: string
  /** For the page: Vietnamese. */
  readonly label: string
  readonly fault: Fault
  /** Calls of every method when absent. */
  readonly method?: string
}

export interface FakePlatform {
  readonly name: 'telegram' | 'zalo-bot' | 'zalo-oa'
  /** Where it listens, e.g. `http://127.0.0.1:41234`; also a page where one chats as a citizen. */
  readonly url: string
  /** The environment with which the service talks to this fake. */
  readonly environment: Readonly<Record<string, string>>
  /** Everything secret in `environment`, and further tokens it has issued so far. */
  readonly secrets: readonly string[]
  /** Pushes updates here from now on, with the secret of `environment`; `undefined`: to be polled again. */
  pushTo(address: string | undefined): void
  readonly habits: PushHabits
  readonly faults: Faults
  readonly calls: readonly Call[]
  /** What the service did that the platform forbids: limits exceeded, calls after a stop, undocumented calls. */
  readonly offences: readonly string[]
  /** The citizen of that name, made at the first mention. */
  citizen(name: string): FakeCitizen
  /** Calls under way that hang on a fault or a long poll, so that a test knows when all else is quiet. */
  readonly waiting: number
  /** What the page offers beyond what every platform has. */
  readonly actions?: readonly FakeAction[]
  readonly troubles?: readonly FakeTrouble[]
  close(): Promise<void>
}

export interface FakeOptions {
  /** The computer's by default. */
  readonly clock?: FakeClock
  /** 0 takes a free one. */
  readonly port?: number
}
