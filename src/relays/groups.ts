/** The groups of the office: which there are, and which id each has now. */
import type { Desk, DeskId } from '../content/content.ts'
import type { EpochMs } from '../engine/turn.ts'
import type { Shelf } from '../store/shelf.ts'
import type { Target } from './plan.ts'

/** The new id of a group that became a supergroup; the id of the document is the old one. */
const kind = 'telegram-group'

export interface Groups {
  /** Reads which groups moved; resolves at once while that is known. */
  load(): Promise<void>
  /** Whether a chat is a group of the office, under its old or its new id. */
  isOurs(chat: number): Promise<boolean>
  /** The group of a desk. */
  of(desk: DeskId): Target | undefined
  present(group: number): number
  moved(from: number, to: number): Promise<void>
}

/** Another process may hear of it first. */
const readAgainMs = 60_000
const maxHops = 5

export function createGroups(options: {
  readonly shelf: Shelf
  readonly desks: () => ReadonlyMap<DeskId, Desk>
  readonly now: () => EpochMs
}): Groups {
  const { shelf, desks, now } = options
  const moves = new Map<number, number>()
  let readAt: EpochMs | undefined

  async function load(): Promise<void> {
    if (readAt !== undefined && now() - readAt < readAgainMs) return
    for (const { id, body } of await shelf.list<{ readonly to: number }>(kind, now()))
      moves.set(Number(id), body.to)
    readAt = now()
  }

  function present(group: number): number {
    let chat = group
    for (let hops = 0; hops < maxHops; hops++) chat = moves.get(chat) ?? chat
    return chat
  }

  return {
    load,
    present,
    isOurs: async (chat) => {
      await load()
      return [...desks().values()].some(
        ({ telegram }) =>
          telegram !== undefined && (telegram.chat === chat || present(telegram.chat) === chat),
      )
    },
    of: (id) => {
      const telegram = desks().get(id)?.telegram
      if (telegram === undefined) return undefined
      return { group: telegram.chat, chat: present(telegram.chat), hasTopics: telegram.hasTopics }
    },
    moved: async (from, to) => {
      await shelf.put(kind, String(from), { to }, now())
      moves.set(from, to)
    },
  }
}
