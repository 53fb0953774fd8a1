/**
 * Requests on their way between two sockets of this process, as Node itself tells of them: no turn of the event loop
 * shows what the kernel still holds, and on a busy machine it holds a request for longer than any number of turns.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Begun and not ended, by our side; the port they leave from once it is known. */
const begun = new Map<object, () => number | undefined>()
/** Arrived at a server of ours and not answered, by the port they came from. */
const arrived = new Map<number, IncomingMessage>()

const on = <T>(channel: string, hears: (told: T) => void) => subscribe(channel, (told) => hears(told as T))

interface OfFetch {
  readonly request: object
}
on<OfFetch>('undici:request:create', ({ request }) => begun.set(request, () => undefined))
on<OfFetch & { readonly socket: Socket }>('undici:client:sendHeaders', ({ request, socket }) =>
  begun.set(request, () => socket.localPort),
)
on<OfFetch>('undici:request:trailers', ({ request }) => begun.delete(request))
on<OfFetch>('undici:request:error', ({ request }) => begun.delete(request))

on<{ readonly request: ClientRequest }>('http.client.request.start', ({ request }) => {
  begun.set(request, () => request.socket?.localPort)
  request.once('close', () => begun.delete(request))
})

on<{ readonly request: IncomingMessage; readonly response: ServerResponse }>(
  'http.server.request.start',
  ({ request, response }) => {
    const port = request.socket.remotePort
    if (port === undefined) return
    arrived.set(port, request)
    response.once('close', () => {
      if (arrived.get(port) === request) arrived.delete(port)
    })
  },
)

/**
 * Whether a request or an answer is under way: sent and not wholly read by a server here, answered and not read by who
 * asked, or given up without the server's having heard. One that a server holds, as a long poll, is not.
 */
export function isInTheAir(): boolean {
  const waiting = new Set<number>()
  for (const portOf of begun.values()) {
    const port = portOf()
    if (port === undefined || arrived.get(port)?.complete !== true) return true
    waiting.add(port)
  }
  return [...arrived.keys()].some((port) => !waiting.has(port))
}
