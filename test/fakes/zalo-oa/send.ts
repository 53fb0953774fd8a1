/** The API root: messages to citizens, and pictures uploaded for them. */
import type { Outcome } from '../kit/calls.ts'
import { type FakeRequest, isFile } from '../kit/request.ts'
import type { Conduct } from './conduct.ts'
import type { Medium } from './media.ts'
import { type Outgoing, readMessage } from './message.ts'
import type { People, Person, Pressable } from './people.ts'
import { createRate } from './rate.ts'
import { type ApiAnswer, documented, refusal, success } from './refusals.ts'
import type { ZaloOaSwitches } from './switches.ts'
import type { Tokens } from './tokens.ts'
import { windowAt } from './window.ts'

/** The label the citizen's app puts on a card that asks for name and phone. Unsourced. */
export const shareLabel = 'Chia sẻ thông tin'

/** A message that cost money, because the citizen was last heard more than 48 hours ago. */
export interface Bill {
  readonly at: number
  readonly citizenId: string
  readonly messageId: string
}

/** What stands between the account and any sending at all. */
export type AccountState = 'in order' | 'not verified' | 'no package'

export interface ApiOptions {
  readonly now: () => number
  readonly requestsPerMinute?: number
  readonly switches: ZaloOaSwitches
  readonly tokens: Tokens
  readonly people: People
  readonly conduct: Conduct
  readonly accountState: () => AccountState
  readonly newId: () => string
  /** Where an uploaded picture can be seen. */
  readonly urlOf: (attachmentId: string) => string
  /** Hears of every message that reached a citizen. */
  readonly onSent: (person: Person, message: Outgoing, messageId: string) => void
}

export interface Api {
  readonly bills: readonly Bill[]
  readonly uploads: ReadonlyMap<string, Medium>
  send(request: FakeRequest): Outcome
  upload(request: FakeRequest): Outcome
}

export function createApi(options: ApiOptions): Api {
  const { now, switches, tokens, people, conduct, accountState, newId, urlOf, onSent } = options
  const bills: Bill[] = []
  const uploads = new Map<string, Medium>()
  const rate = createRate(options.requestsPerMinute)

  /** What every call of the API must pass before it is looked at; always HTTP 200. */
  function guard(request: FakeRequest, method: string, act: () => ApiAnswer): Outcome {
    const { isOver, isFirstOver, headers } = rate(now())
    if (isFirstOver) conduct.offends('more requests in a minute than the rate limit allows')
    const answer = isOver ? refusal(documented.rate) : (refuseCaller(request, method) ?? act())
    return { status: 200, answer, headers, isDone: answer.error === 0 }
  }

  function refuseCaller({ headers }: FakeRequest, method: string): ApiAnswer | undefined {
    const token = headers.access_token ?? ''
    if (!tokens.isAlive(token)) {
      conduct.usesDeadToken(token, method)
      return refusal(switches.invalidTokenCode, 'Access token is invalid')
    }
    if (accountState() === 'not verified') return refusal(documented.notVerified)
    if (accountState() === 'no package') return refusal(documented.noPackage)
    return undefined
  }

  function refuseRecipient(person: Person): ApiAnswer | undefined {
    conduct.sendsTo(person.id)
    if (person.refusedWith !== undefined) return refusal(person.refusedWith)
    if (person.hasBlocked) return refusal(documented.blockedOrInactive)
    const isReached =
      person.standing === 'follower' || (person.standing === 'stranger' && !switches.requiresFollow)
    if (!isReached) return refusal(documented.notFollowing)
    return windowAt(person.heardAt, now()) === 'closed' ? refusal(switches.closedCode) : undefined
  }

  function send(body: FakeRequest['body']): ApiAnswer {
    const read = readMessage(body)
    if (!read.isGood) {
      if (read.isOffence) conduct.offends(`message/cs with ${read.why}`)
      return refusal(switches.badRequestCode, read.why)
    }
    const { message } = read
    const person = people.withId(message.userId)
    if (person === undefined) return refusal(switches.badRequestCode, 'user_id is not known')
    if (message.image && 'attachmentId' in message.image && !uploads.has(message.image.attachmentId))
      return refusal(switches.badRequestCode, 'attachment_id is not known')
    const refused = refuseRecipient(person)
    if (refused !== undefined) {
      if (isWorthRemembering(refused.error)) conduct.isTold(person.id, refused.error)
      return refused
    }
    const messageId = newId()
    const cost = windowAt(person.heardAt, now()) === 'billed' ? 'billed' : 'free'
    if (cost === 'billed') bills.push({ at: now(), citizenId: person.id, messageId })
    showTo(person, message, urlOf)
    onSent(person, message, messageId)
    const counts = switches.countsQuota ? { remain: '7', total: '8' } : {}
    const quota = { quota_type: switches.quotaTypes[cost], ...counts }
    return success({ message_id: messageId, user_id: person.id, quota })
  }

  return {
    bills,
    uploads,
    send: (request) =>
      guard(request, 'message/cs', () =>
        request.bodyType === 'json'
          ? send(request.body)
          : refusal(switches.badRequestCode, 'The body is not a JSON object'),
      ),
    upload: (request) =>
      guard(request, 'upload/image', () => {
        const { file } = request.body
        if (!isFile(file)) return refusal(switches.badRequestCode, 'The field "file" is missing')
        const id = newId()
        uploads.set(id, { type: file.type, bytes: file.bytes })
        return success({ attachment_id: id })
      }),
  }
}

/** The codes after which a second attempt within a day is an offence. */
function isWorthRemembering(code: number): boolean {
  return code === documented.notFollowing || code === documented.blockedOrInactive
}

function showTo(person: Person, message: Outgoing, urlOf: (attachmentId: string) => string): void {
  const { text, image, asksInfo, buttons } = message
  const card: readonly Pressable[] = asksInfo ? [{ type: 'share_info', label: shareLabel }] : []
  const offered: readonly Pressable[] = [...buttons, ...card]
  const shown = person.screen.show({
    from: 'bot',
    text,
    buttons: offered.map(({ label }) => label),
    ...(image === undefined ? {} : { image: 'url' in image ? image.url : urlOf(image.attachmentId) }),
  })
  person.pressables.set(shown.id, offered)
}
