/** One call of the Bot API: from a request to an answer whose HTTP status is its error code. */
import type { Outcome } from '../kit/calls.ts'
import { decoded, type FakeRequest } from '../kit/request.ts'
import { hasLongData } from './keyboards.ts'
import { methods, type Platform } from './methods.ts'
import { integerOf, readParams, structureOf, textOf } from './params.ts'
import { Refusal } from './refusal.ts'
import { checkFlooded } from './world.ts'

export interface Api {
  /** Which method a path calls and with which token, `undefined` when it is no call. */
  parse(pathname: string): { readonly token: string; readonly method: string } | undefined
  perform(request: FakeRequest, token: string, method: string): Promise<Outcome>
}

export function createApi(platform: Platform, ownToken: string): Api {
  const { world } = platform
  const toldFloods = new Set<string>()

  async function result(request: FakeRequest, token: string, method: string): Promise<unknown> {
    if (token !== ownToken) throw new Refusal(401, 'Unauthorized')
    const perform = methods.get(method.toLowerCase())
    if (!perform) {
      world.offences.push(`${method}: no such method`)
      throw new Refusal(404, 'Not Found: method not found')
    }
    const params = readParams(request)
    noteHabits(method, params)
    if (!isExempt(method))
      checkFlooded(world, world.chats.get(integerOf(params, 'chat_id') ?? 0), method, toldFloods)
    return perform(params, platform, request)
  }

  function noteHabits(method: string, params: Readonly<Record<string, unknown>>): void {
    if (textOf(params, 'parse_mode') !== '') world.offences.push(`${method}: parse_mode is used`)
    let markup: unknown
    try {
      markup = structureOf(params, 'reply_markup')
    } catch {}
    if (hasLongData(markup)) world.offences.push(`${method}: a button holds more than 64 bytes of data`)
  }

  return {
    parse(pathname) {
      const [, token, method] = /^\/bot([^/]+)\/(\w+)\/?$/.exec(pathname) ?? []
      return token === undefined || method === undefined ? undefined : { token: decoded(token), method }
    },
    async perform(request, token, method) {
      try {
        const answer = { ok: true, result: structuredClone(await result(request, token, method)) }
        return { status: 200, answer, isDone: true }
      } catch (error) {
        if (error instanceof Refusal) return refused(error)
        throw error
      }
    },
  }
}

/** Reading and looking is never held up by a flood. */
function isExempt(method: string): boolean {
  return /^(?:get|setWebhook|deleteWebhook)/i.test(method)
}

/** The answer that says no. */
export function refused({ errorCode, message, parameters }: Refusal) {
  const answer = {
    ok: false,
    error_code: errorCode,
    description: message,
    ...(parameters ? { parameters } : {}),
  }
  return { status: errorCode, answer, isDone: false }
}
