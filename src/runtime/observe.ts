import type { Input } from '../engine/turn.ts'
import type { DeliveryResult } from '../store/store.ts'

/** A log of structured lines, as pino has it. No citizen's words ever go in. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Told of what happens, for metrics. It must not throw. */
export interface Observer {
  turn(event: {
    readonly inputType: Input['type']
    /** From before `advance` to after the commit. */
    readonly durationMs: number
    /** True when `advance` threw and the conversation was apologised to. */
    readonly isFailed: boolean
    readonly replies: number
  }): void
  delivery(event: {
    readonly channel: string
    readonly result: DeliveryResult['type']
    readonly durationMs: number
  }): void
}

export const silentObserver: Observer = { turn: () => {}, delivery: () => {} }
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
