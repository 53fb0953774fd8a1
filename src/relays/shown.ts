/** Where a case is shown in groups, as the shelf keeps it, and which case a message in a group belongs to. */
import type { CaseId, DeskId, EpochMs } from '../engine/turn.ts'
import type { Doc, Shelf } from '../store/shelf.ts'

/** A case's place in a group. */
export interface Place {
  /** The group as the directory names it. */
  readonly group: number
  /** Its id when the place was made: a group that became a supergroup has another one. */
  readonly chat: number
  /** Absent in a group without topics. */
  readonly topic?: number
  /** The message with the buttons. */
  readonly card?: number
  /** Marks what the card says. */
  readonly cardSays?: string
  readonly isPinned?: true
  /** The case's last entry when the place was made: what is older stands here whoever wrote it. */
  readonly since: number
  readonly isClosed?: true
  /** Its messages in a group without topics: what is answered to them belongs to the case. */
  readonly messages?: readonly number[]
}

export interface ShownCase {
  readonly desk: DeskId
  readonly place?: Place
  /** Number of the last entry of the log that was posted. */
  readonly posted: number
  /** How often staff deleted its topic. */
  readonly lostTopics?: number
  /** Where it was before it was passed on, with the desk it went to, until that is told there. */
  readonly left?: readonly Left[]
}

export interface Left extends Place {
  readonly to: DeskId
  readonly isTold?: true
}

/** Cases that are open, or not yet told to be over. */
const openKind = 'telegram-case'
/** Those that are over. */
const overKind = 'telegram-case-over'
/** Which case a topic, or a message of a group without topics, belongs to. */
const belongsKind = 'telegram-belongs'
const messageKeptMs = 90 * 86_400_000
/** Longer than cases are kept; the topics go with them. */
const maxMessages = 200

export interface ShownCases {
  find(id: CaseId, now: EpochMs): Promise<(Doc<ShownCase> & { readonly isOver: boolean }) | undefined>
  /** @returns its new version @throws StoreError `store/conflict` when another process was quicker */
  put(id: CaseId, shown: ShownCase, expected: number, now: EpochMs): Promise<number>
  /** It is over: kept apart, so that what is open stays quick to look through. */
  end(id: CaseId, shown: ShownCase, now: EpochMs): Promise<void>
  /** It is open, or has something to tell, again. */
  reopen(id: CaseId, shown: ShownCase, now: EpochMs): Promise<void>
  forget(id: CaseId): Promise<void>
  open(now: EpochMs): Promise<readonly Doc<ShownCase>[]>
  over(now: EpochMs): Promise<readonly Doc<ShownCase>[]>
  noteTopic(chat: number, topic: number, id: CaseId, now: EpochMs): Promise<void>
  noteMessage(chat: number, message: number, id: CaseId, now: EpochMs): Promise<void>
  /** The case that something said in a group belongs to. */
  caseAt(
    at: {
      readonly chat: number
      readonly topic?: number | undefined
      readonly repliesTo?: number | undefined
    },
    now: EpochMs,
  ): Promise<CaseId | undefined>
}

export function createShownCases(shelf: Shelf): ShownCases {
  const note = (key: string, id: CaseId, now: EpochMs, expiresAt?: EpochMs) =>
    shelf.put(belongsKind, key, { case: id }, now, expiresAt === undefined ? {} : { expiresAt })
  return {
    find: async (id, now) => {
      const open = await shelf.get<ShownCase>(openKind, id, now)
      if (open !== undefined) return { ...open, isOver: false }
      const over = await shelf.get<ShownCase>(overKind, id, now)
      return over === undefined ? undefined : { ...over, isOver: true }
    },
    put: (id, shown, expected, now) => shelf.put(openKind, id, shown, now, { expected }),
    end: async (id, shown, now) => {
      await shelf.put(overKind, id, shown, now)
      await shelf.remove(openKind, id)
    },
    reopen: async (id, shown, now) => {
      await shelf.put(openKind, id, shown, now)
      await shelf.remove(overKind, id)
    },
    forget: async (id) => {
      const found =
        (await shelf.get<ShownCase>(openKind, id, 0)) ?? (await shelf.get<ShownCase>(overKind, id, 0))
      for (const place of [found?.body.place, ...(found?.body.left ?? [])]) {
        if (place?.topic !== undefined) await shelf.remove(belongsKind, topicKey(place.chat, place.topic))
        for (const message of place?.messages ?? [])
          await shelf.remove(belongsKind, messageKey(place?.chat ?? 0, message))
      }
      await shelf.remove(openKind, id)
      await shelf.remove(overKind, id)
    },
    open: (now) => shelf.list<ShownCase>(openKind, now),
    over: (now) => shelf.list<ShownCase>(overKind, now),
    noteTopic: async (chat, topic, id, now) => {
      await note(topicKey(chat, topic), id, now)
    },
    noteMessage: async (chat, message, id, now) => {
      await note(messageKey(chat, message), id, now, now + messageKeptMs)
    },
    caseAt: async ({ chat, topic, repliesTo }, now) => {
      const keys = [
        ...(topic === undefined ? [] : [topicKey(chat, topic)]),
        ...(repliesTo === undefined ? [] : [messageKey(chat, repliesTo)]),
      ]
      for (const key of keys) {
        const found = await shelf.get<{ readonly case: CaseId }>(belongsKind, key, now)
        if (found !== undefined) return found.body.case
      }
      return undefined
    },
  }
}

/** With one more message, of a group without topics. */
export function withMessage(place: Place, message: number): Place {
  if (place.topic !== undefined) return place
  return { ...place, messages: [...(place.messages ?? []), message].slice(-maxMessages) }
}

/** Where messages for it go. */
export function addressOf({ chat, topic }: Place) {
  return { chatId: chat, ...(topic === undefined ? {} : { threadId: topic }) }
}

function topicKey(chat: number, topic: number): string {
  return `${chat}/topic/${topic}`
}

function messageKey(chat: number, message: number): string {
  return `${chat}/message/${message}`
}
