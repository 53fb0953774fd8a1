/**
 * A Zalo Official Account on this computer: its API, its OAuth pages, its webhook and its own inbox.
 *
 * Names of calls, for faults and in the transcript: `message/cs`, `upload/image`, `permission`, `access_token`;
 * whatever the reference does not know goes by its path and is an offence. What the reference leaves open is decided by
 * `switches`.
 */
import { randomBytes } from 'node:crypto'
import { createCalls } from '../kit/calls.ts'
import type { FakeCitizen } from '../kit/fake.ts'
import { createFaults } from '../kit/faults.ts'
import { createPage } from '../kit/page.ts'
import { startServer } from '../kit/server.ts'
import { systemClock } from '../kit/system-clock.ts'
import { watched } from '../kit/watched.ts'
import { createCitizen, type OaCitizen } from './citizen.ts'
import { createConduct } from './conduct.ts'
import { accountSends, type Scene } from './events.ts'
import { type OauthOptions, writeTokens } from './oauth.ts'
import { actionsOf, troublesOf } from './on-page.ts'
import { createPeople, type Person } from './people.ts'
import type { FakeZaloOa, FakeZaloOaOptions } from './platform.ts'
import { createRouter } from './router.ts'
import { type AccountState, createApi } from './send.ts'
import { defaultSwitches } from './switches.ts'
import { createTokens } from './tokens.ts'
import { createWebhook } from './webhook.ts'

export type { OaCitizen } from './citizen.ts'
export type { FakeZaloOa, FakeZaloOaOptions } from './platform.ts'
export type { ZaloOaSwitches } from './switches.ts'

/** Starts it on 127.0.0.1, without a webhook. */
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
  const server = await startServer({
    port,
    handle: createRouter({ api, oauth, calls, conduct, switches, page: (request) => page(request) }),
  })

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

  const platform: FakeZaloOa = {
    ...watched(server, calls, webhook.push),
    name: 'zalo-oa',
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
    offences: conduct.offences,
    bills: api.bills,
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
    actions: actionsOf(staffTypes, (id) => citizen(personOf({ id }).name)),
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
  }
  const page = createPage(platform)
  return platform
}
