export interface ServerEvent {
  readonly event: string
  readonly id?: string
  readonly data: unknown
}

/** Reads server-sent events off a response, one frame at a time; comments come as events called `comment`. */
export function eventReader(response: Response) {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let isEnded = false

  async function frame(): Promise<string | undefined> {
    for (;;) {
      const end = rest.indexOf('\n\n')
      if (end !== -1) {
        const found = rest.slice(0, end)
        rest = rest.slice(end + 2)
        return found
      }
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) {
        isEnded = true
        return undefined
      }
      rest += decoder.decode(value, { stream: true })
    }
  }

  async function next(): Promise<ServerEvent | undefined> {
    const text = await frame()
    if (text === undefined) return undefined
    if (text.startsWith(':')) return { event: 'comment', data: undefined }
    const fields = new Map(text.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]))
    const data = fields.get('data')
    const id = fields.get('id')
    return {
      event: fields.has('retry') ? 'retry' : (fields.get('event') ?? 'message'),
      ...(id === undefined ? {} : { id }),
      data: data === undefined ? fields.get('retry') : JSON.parse(data),
    }
  }

  return {
    next,
    /** All events up to and with the first of a kind. */
    async until(event: string): Promise<readonly ServerEvent[]> {
      const events: ServerEvent[] = []
      for (let one = await next(); one !== undefined; one = await next()) {
        events.push(one)
        if (one.event === event) return events
      }
      throw new Error(`the stream ended before ${event}`)
    },
    cancel: () => reader?.cancel(),
    get isEnded() {
      return isEnded
    },
  }
}
