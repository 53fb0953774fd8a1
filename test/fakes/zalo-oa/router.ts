/** Which address is which call. */
import type { Calls, Outcome } from '../kit/calls.ts'
import type { FakeRequest } from '../kit/request.ts'
import type { Answer } from '../kit/server.ts'
import type { Conduct } from './conduct.ts'
import { media } from './media.ts'
import { issue, type OauthOptions, permit } from './oauth.ts'
import type { Api } from './send.ts'
import type { ZaloOaSwitches } from './switches.ts'

export interface RouterOptions {
  readonly api: Api
  readonly oauth: OauthOptions
  readonly calls: Calls
  readonly conduct: Conduct
  readonly switches: ZaloOaSwitches
  /** The page for a person; `undefined` for what is not its own. */
  readonly page: (request: FakeRequest) => Answer | undefined
}

const mediaPath = '/media/'

/**
 * Answers every request. The OAuth root lies below `/oauth`, so that a call to the wrong root of the two goes wrong
 * here as it does at the platform.
 */
export function createRouter(options: RouterOptions): (request: FakeRequest) => Answer | Promise<Answer> {
  const { api, oauth, calls, conduct, switches, page } = options

  function route(request: FakeRequest): readonly [method: string, act: () => Outcome] | undefined {
    switch (`${request.verb} ${request.pathname}`) {
      case 'POST /v3.0/oa/message/cs':
        return ['message/cs', () => api.send(request)]
      case `POST ${switches.uploadPath}`:
        return ['upload/image', () => api.upload(request)]
      case 'GET /oauth/v4/oa/permission':
        return ['permission', () => permit(request, oauth)]
      case 'POST /oauth/v4/oa/access_token':
        return ['access_token', () => issue(request, oauth)]
      default:
        return undefined
    }
  }

  function undocumented({ verb, pathname }: FakeRequest): Outcome {
    conduct.offends(`${verb} ${pathname}, which is not documented`)
    return { status: 404, answer: { error: 404, message: 'Unknown path' }, isDone: false }
  }

  return (request) => {
    const { verb, pathname } = request
    if (verb === 'GET' && pathname.startsWith(mediaPath)) return serveMedia(pathname, api)
    const shown = page(request)
    if (shown !== undefined) return shown
    const [method, act] = route(request) ?? [pathname, () => undocumented(request)]
    return calls.answer(request, method, act)
  }
}

/** Pictures and files need no token: they are no call of the API. */
function serveMedia(pathname: string, { uploads }: Api): Answer {
  const name = pathname.slice(mediaPath.length)
  const found = media.get(name) ?? uploads.get(name)
  if (found === undefined) return { status: 404, body: '' }
  return { status: 200, headers: { 'content-type': found.type }, body: found.bytes }
}
