/** The words a language understands everywhere, against which options are checked. */
import type { CommandName } from '../content.ts'

export interface Spoken {
  readonly commands: ReadonlyMap<string, CommandName>
  readonly yes: ReadonlySet<string>
  readonly no: ReadonlySet<string>
}
