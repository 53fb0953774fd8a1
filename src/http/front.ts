/** The one way in from the network: webhooks, pictures, the pages for staff, and everything else for the web chat. */
import { type Handle, nothingHere } from './handle.ts'
import { landing } from './landing.ts'

export interface FrontOptions {
  /** The web chat, with limits of its own that must not meet a platform which calls for everybody. */
  readonly page: Handle
  /** By channel name: what answers at `/hooks/<name>`. */
  readonly hooks: ReadonlyMap<string, (request: Request) => Promise<Response>>
  /** Answers below `/media/`. */
  readonly media: Handle
  /** The pages for staff, below `/console`; where there are none, the web chat says that nothing is there. */
  readonly console?: Handle
  /** What operators ask, by the path without its slash. */
  readonly operations?: ReadonlyMap<string, Handle>
}

/** Leads each request to the part that answers it, by its path. */
export function createFront(options: FrontOptions): Handle {
  const { page, hooks, media, operations } = options
  return (request, bindings) => {
    const [, first, ...rest] = new URL(request.url).pathname.split('/')
    const name = rest.join('/')
    const operate = rest.length === 0 ? operations?.get(first ?? '') : undefined
    if (operate !== undefined) return operate(request, bindings)
    if (first === 'console' && options.console !== undefined) return options.console(request, bindings)
    if (first === 'media') return media(request)
    if (first === 'oauth' && hooks.has(name)) return landing()
    if (first !== 'hooks') return page(request, bindings)
    const hook = hooks.get(name)
    return hook === undefined ? nothingHere() : hook(request)
  }
}
