/** What answers a request; `bindings` are Node's own request and response. */
export type Handle = (request: Request, bindings?: object) => Response | Promise<Response>

/** The answer to a path behind which there is nothing. */
export function nothingHere(): Response {
  return Response.json({ error: 'not_found', message: 'There is nothing here.' }, { status: 404 })
}
