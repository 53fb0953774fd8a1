/** What a subcommand of `npm run flows` is. */
import type { EpochMs } from '../../engine/turn.ts'

/** Where an author's files are, and where to write to. */
export interface Desk {
  readonly flowsDir: string
  readonly localesDir: string
  readonly docsDir: string
  /** Where the service keeps what it remembers, and what it did not understand. */
  readonly dataDir: string
  readonly now: EpochMs
  /** What was asked for: goes to stdout, with a line break after it. */
  print(text: string): void
  /** What is wrong: goes to stderr. */
  complain(text: string): void
}

export interface Command {
  /** How it is called, e.g. `graph ID`. */
  readonly usage: string
  /** What it does, in one line. */
  readonly summary: string
  /** Does it; gives the exit code: 0 when all is well, 1 when the files need mending, 2 when called wrongly. */
  run(desk: Desk, args: readonly string[]): Promise<number>
}
