/** What the commands of `npm run staff` have in common. */
import type { Role } from '../../handoff/staff.ts'
import type { StaffOffice } from './office.ts'

/** What stands on the command line. */
export interface Asked {
  readonly target?: string | undefined
  readonly login?: string | undefined
  readonly name?: string | undefined
  readonly role?: Role | undefined
  readonly desk?: readonly string[] | undefined
  readonly id?: string | undefined
  readonly week?: string | undefined
  readonly csv?: boolean | undefined
  readonly note?: string | undefined
  readonly readsPassword: boolean
}

export interface StaffCommandOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** All of standard input; a password is its first line. */
  readonly readInput: () => Promise<string>
  /** What was asked for: goes to stdout. */
  print(text: string): void
  /** What is wrong: goes to stderr. */
  complain(text: string): void
}

/** Gives the exit code: 0 done, 1 not done, 2 called wrongly. */
export type Command = (office: StaffOffice, asked: Asked, options: StaffCommandOptions) => Promise<number>
