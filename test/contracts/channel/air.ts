/**
 * Requests on their way between two sockets of this process, as Node itself tells of them: no turn of the event loop
 * shows what the kernel still holds, and on a busy machine it holds a request for longer than any number of turns.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Begun and not ended, by our side; the line they leave by once it is known. */
const begun = new Map<object, () => string | undefined>()
/** Arrived at a server of ours and not answered, by the line they came by. */
const arrived = new Map<string, IncomingMessage>()

/** The ports at both ends: to different servers the system may give the same one twice. */
const lineOf = (ours?: number, theirs?: number) =>
  ours === undefined || theirs === undefined ? undefined : `${ours}>${theirs}`

const on = <T>(channel: string, hears: (told: T) => void) => subscribe(channel, (told) => hears(told as T))

interface OfFetch {
  readonly request: object
}
on<OfFetch>('undici:request:create', ({ request }) => begun.set(request, () => undefined))
on<OfFetch & { readonly socket: Socket }>('undici:client:sendHeaders', ({ request, socket }) =>
  begun.set(request, () => lineOf(socket.localPort, socket.remotePort)),
)
on<OfFetch>('undici:request:trailers', ({ request }) => begun.delete(request))
on<OfFetch>('undici:request:error', ({ request }) => begun.delete(request))

on<{ readonly request: ClientRequest }>('http.client.request.start', ({ request }) => {
  begun.set(request, () => lineOf(request.socket?.localPort, request.socket?.remotePort))
  request.once('close', () => begun.delete(request))
})

on<{ readonly request: IncomingMessage; readonly response: ServerResponse }>(
  'http.server.request.start',
  ({ request, response }) => {
    const line = lineOf(request.socket.remotePort, request.socket.localPort)
    if (line === undefined) return
    arrived.set(line, request)
    response.once('close', () => {
      if (arrived.get(line) === request) arrived.delete(line)
    })
  },
)

/**
 * Whether a request or an answer is under way: sent and not wholly read by a server here, answered and not read by who
 * asked, or given up without the server's having heard. One that a server holds, as a long poll, is not.
 */
export function isInTheAir(): boolean {
  const waiting = new Set<string>()
  for (const itsLine of begun.values()) {
    const line = itsLine()
    if (line === undefined || arrived.get(line)?.complete !== true) return true
    waiting.add(line)
  }
  return [...arrived.keys()].some((line) => !waiting.has(line))
}

/** Gives up what is under way: no machine is so busy that it takes seconds, so nothing was told of its end. */
export function forgetTheAir(): void {
  begun.clear()
  arrived.clear()
}
