/** Structured log lines without personal data. */
import { createHmac, randomBytes } from 'node:crypto'
import pino from 'pino'
import { MotCuaError } from './errors.ts'

export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Fields that hold what a citizen wrote or was told, or a secret: never written, whatever their value. */
const secretFields = new Set(
  `text texts words input inputs reply replies choice choices label labels slots ticks body payload session reading
  token secret password authorization cookie url headers address ip`.split(/\s+/),
)
const maxDepth = 6

/**
 * Hides phone numbers, and 9 to 12 digits in a row: identity card, citizen and bank account numbers. A bot token is
 * digits, a colon and a long word.
 */
export function maskText(text: string): string {
  return text
    .replace(/\b\d{6,}:[A-Za-z0-9_-]{20,}/g, '[token]')
    .replace(/(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)/g, '[number]')
    .replace(/(?<!\d)\d{9,12}(?!\d)/g, '[number]')
}

/** A key of this process only: a tag tells two conversations of one run apart, and leads back to nobody. */
const tagKey = randomBytes(32)

/** Eight hexadecimal digits that stand for a conversation in log lines until the process ends. */
export function conversationTag(conversation: string): string {
  return createHmac('sha256', tagKey).update(conversation).digest('hex').slice(0, 8)
}

function maskField(name: string, value: unknown, depth: number): unknown {
  if (secretFields.has(name.toLowerCase())) return '[hidden]'
  if (name === 'conversation') return conversationTag(String(value))
  // Sizes and times may have nine digits; other numbers that long are somebody's.
  const isLong = typeof value === 'number' && Math.abs(value) >= 1e8 && Math.abs(value) < 1e12
  if (isLong && !/(Bytes|Ms|Seconds|At)$/.test(name)) return '[number]'
  return maskValue(value, depth)
}

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) return '[deep]'
  if (value instanceof Error) return maskError(value, depth)
  if (Array.isArray(value)) return value.map((item) => maskField('', item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, maskField(name, field, depth + 1)]),
  )
}

/** Name, code, message, stack and cause; further properties of foreign errors may hold whole requests. */
function maskError(error: Error, depth: number): object {
  const code = error instanceof MotCuaError ? error.code : (error as { code?: unknown }).code
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: maskText(error.message),
    ...(error.stack === undefined ? {} : { stack: maskText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
  }
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Standard error by default: standard output is for the operator's eyes. */
  readonly destination?: { write(line: string): void }
}

/** A log of JSON lines. Every field and message is masked on the way, whoever writes it. */
export function createLog({ level, destination }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (value: unknown) => value },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (logger.isLevelEnabled(method)) logger[method](maskValue(fields, 0) as object, maskText(message))
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
