/**
 * A Zalo Official Account on this computer: its API, its OAuth pages, its webhook and its own inbox.
 *
 * Names of calls, for faults and in the transcript: `message/cs`, `upload/image`, `permission`, `access_token`;
 * whatever the reference does not know goes by its path and is an offence. What the reference leaves open is decided by
 * `switches`.
 */
import { randomBytes } from 'node:crypto'
import { createCalls } from '../kit/calls.ts'
import type { Call, FakeCitizen, FakeOptions, FakePlatform, FakeTrouble } from '../kit/fake.ts'
import { createFaults } from '../kit/faults.ts'
import type { PushAttempt } from '../kit/push.ts'
import { startServer } from '../kit/server.ts'
import { systemClock } from '../kit/system-clock.ts'
import { createCitizen, type OaCitizen } from './citizen.ts'
import { createConduct } from './conduct.ts'
import { accountSends, type Scene } from './events.ts'
import { type IssuedTokens, type OauthOptions, writeTokens } from './oauth.ts'
import { createPeople, type Person } from './people.ts'
import { documented, refusal } from './refusals.ts'
import { createRouter } from './router.ts'
import { type AccountState, type Bill, createApi } from './send.ts'
import { defaultSwitches, type ZaloOaSwitches } from './switches.ts'
import { createTokens } from './tokens.ts'
import { createWebhook } from './webhook.ts'

export interface FakeZaloOaOptions extends FakeOptions {
  /** What the reference leaves open, where it should differ from the default. */
  readonly switches?: Partial<ZaloOaSwitches>
  /** 4,000 by default. */
  readonly requestsPerMinute?: number
}

export interface FakeZaloOa extends FakePlatform {
  readonly name: 'zalo-oa'
  /** May be changed while it runs. */
  readonly switches: ZaloOaSwitches
  readonly oaId: string
  /** `in order`, or why the API refuses everything. */
  accountState: AccountState
  citizen(name: string): OaCitizen
  /** A valid pair, as the administrator's permission would give it; the access token before it dies. */
  issueTokens(): IssuedTokens
  /** The administrator withdraws the permission: no token lives on. */
  revokeTokens(): void
  /** A member of the staff answers in the account's own inbox. Resolves when the webhook heard of it. */
  staffTypes(citizen: Pick<FakeCitizen, 'id'>, text: string): Promise<void>
  /** Every message to the citizen is refused with this code from now on; `undefined`: no longer. */
  refuses(citizen: Pick<FakeCitizen, 'id'>, code: number | undefined): void
  /** What was sent between 48 hours and 7 days after the citizen was last heard. */
  readonly bills: readonly Bill[]
  /** Every attempt to reach the webhook. */
  readonly pushes: readonly PushAttempt[]
  /** Whether the webhook was given up after the last repeat; `pushTo` enables it again. */
  readonly isDisabled: boolean
  /** Resolves with the first call, past ones included, that fits. */
  called(fits: (call: Call) => boolean): Promise<Call>
  /** Resolves when so many calls hang at once. */
  waits(count: number): Promise<void>
  /** Resolves when so many attempts to reach the webhook have ended since the start. */
  pushed(count: number): Promise<void>
  /** Connections are refused, until it comes up again. */
  goesDown(): Promise<void>
  comesUp(): Promise<void>
  /** Resolves when no event, echoes included, is under way or waits to be repeated. */
  settled(): Promise<void>
}

export async function fakeZaloOa(options: FakeZaloOaOptions = {}): Promise<FakeZaloOa> {
  const { clock = systemClock, port = 0 } = options
  const newId = () => randomBytes(10).toString('hex')
  const [appId, oaId, adminId] = ['3608177521690418822', '3886540127733091465', '7741902265518830147']
  const [appSecret, oaSecretKey] = [`app-secret-${newId()}`, `oa-secret-${newId()}`]
  const switches = { ...defaultSwitches(), ...options.switches }
  let accountState: AccountState = 'in order'

  const conduct = createConduct(() => clock.now())
  const faults = createFaults()
  const calls = createCalls({ clock, faults })
  const tokens = createTokens(clock, conduct.offends)
  const people = createPeople(clock)
  const webhook = createWebhook({ clock, appId, oaSecretKey, switches, offends: conduct.offends })
  const scene = (citizenId: string): Scene => ({ appId, oaId, citizenId, at: clock.now() })

  const api = createApi({
    now: () => clock.now(),
    ...(options.requestsPerMinute === undefined ? {} : { requestsPerMinute: options.requestsPerMinute }),
    switches,
    tokens,
    people,
    conduct,
    accountState: () => accountState,
    newId,
    urlOf: (attachmentId) => `${server.url}/media/${attachmentId}`,
    onSent: ({ id }, { text, image, asksInfo }, messageId) => {
      if (!switches.sendsEchoes) return
      const kind = asksInfo ? 'template' : image === undefined ? 'text' : 'image'
      // The API does not wait until the account's own webhook took the echo.
      void webhook.deliver(accountSends(scene(id), kind, { msg_id: messageId, text }))
    },
  })
  const oauth: OauthOptions = { appId, appSecret, tokens, switches }
  const server = await startServer({ port, handle: createRouter({ api, oauth, calls, conduct, switches }) })

  const citizens = new Map<Person, OaCitizen>()
  const citizen = (name: string): OaCitizen => {
    const person = people.named(name)
    const known = citizens.get(person)
    if (known !== undefined) return known
    const made = createCitizen(person, {
      scene,
      switches,
      newId,
      mediaUrl: `${server.url}/media/`,
      deliver: webhook.deliver,
      onHeard: (heard) => {
        heard.heardAt = clock.now()
        conduct.isHeard(heard.id)
      },
    })
    citizens.set(person, made)
    return made
  }
  const personOf = ({ id }: Pick<FakeCitizen, 'id'>): Person => {
    const person = people.withId(id)
    if (person === undefined) throw new Error('The Official Account knows no such citizen.')
    return person
  }
  const staffTypes: FakeZaloOa['staffTypes'] = (to, text) => {
    const { id, screen } = personOf(to)
    screen.show({ from: 'staff', text, buttons: [] })
    return webhook.deliver(accountSends(scene(id), 'text', { msg_id: newId(), text }, adminId))
  }

  return {
    name: 'zalo-oa',
    url: server.url,
    environment: {
      ZALO_OA_APP_ID: appId,
      ZALO_OA_APP_SECRET: appSecret,
      ZALO_OA_SECRET_KEY: oaSecretKey,
      ZALO_OA_API_ROOT: server.url,
      ZALO_OA_OAUTH_ROOT: `${server.url}/oauth`,
    },
    get secrets() {
      return [appSecret, oaSecretKey, ...tokens.secrets]
    },
    switches,
    oaId,
    faults,
    habits: webhook.push.habits,
    calls: calls.list,
    offences: conduct.offences,
    bills: api.bills,
    pushes: webhook.push.attempts,
    get accountState() {
      return accountState
    },
    set accountState(state) {
      accountState = state
    },
    get isDisabled() {
      return webhook.isDisabled
    },
    get waiting() {
      return server.waiting
    },
    actions: [
      { name: 'staff', label: 'Cán bộ trả lời trong hộp thư của OA', run: staffTypes },
      { name: 'unfollow', label: 'Bỏ quan tâm', run: ({ id }) => citizen(personOf({ id }).name).unfollows() },
      { name: 'block', label: 'Chặn OA', run: ({ id }) => citizen(personOf({ id }).name).blocks() },
    ],
    troubles: troublesOf(switches),
    citizen,
    issueTokens: () => writeTokens(tokens.issuePair(), switches),
    revokeTokens: tokens.revoke,
    staffTypes,
    refuses: (to, code) => {
      personOf(to).refusedWith = code
    },
    pushTo: webhook.pointTo,
    settled: webhook.settled,
    called: calls.made,
    waits: server.waits,
    pushed: webhook.push.attempted,
    goesDown: server.goesDown,
    comesUp: server.comesUp,
    close: async () => {
      webhook.push.close()
      await server.close()
    },
  }
}

function troublesOf({ invalidTokenCode }: ZaloOaSwitches): readonly FakeTrouble[] {
  const refuses = (code: number): FakeTrouble['fault'] => ({
    type: 'json',
    status: 200,
    body: { ...refusal(code) },
  })
  return [
    { name: 'rate', label: 'Gọi quá dày (-32)', fault: refuses(documented.rate), method: 'message/cs' },
    {
      name: 'package',
      label: 'Gói dịch vụ không cho phép (-224)',
      fault: refuses(documented.noPackage),
      method: 'message/cs',
    },
    {
      name: 'token',
      label: `Token hết hiệu lực (${invalidTokenCode})`,
      fault: refuses(invalidTokenCode),
      method: 'message/cs',
    },
  ]
}
