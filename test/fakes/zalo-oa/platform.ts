/** What this fake offers beyond every fake platform. */
import type { FakeCitizen, FakeOptions } from '../kit/fake.ts'
import type { WatchedPlatform } from '../kit/watched.ts'
import type { OaCitizen } from './citizen.ts'
import type { IssuedTokens } from './oauth.ts'
import type { AccountState, Bill } from './send.ts'
import type { ZaloOaSwitches } from './switches.ts'

export interface FakeZaloOaOptions extends FakeOptions {
  /** What the reference leaves open, where it should differ from the default. */
  readonly switches?: Partial<ZaloOaSwitches>
  /** 4,000 by default. */
  readonly requestsPerMinute?: number
}

export interface FakeZaloOa extends WatchedPlatform {
  readonly name: 'zalo-oa'
  /** May be changed while it runs. */
  readonly switches: ZaloOaSwitches
  readonly oaId: string
  /** `in order`, or why the API refuses everything. */
  accountState: AccountState
  citizen(name: string): OaCitizen
  /** A valid pair, as the administrator's permission would give it; the access token before it dies. */
  issueTokens(): IssuedTokens
  /** The administrator withdraws the permission: no token lives on. */
  revokeTokens(): void
  /** A member of the staff answers in the account's own inbox. Resolves when the webhook heard of it. */
  staffTypes(citizen: Pick<FakeCitizen, 'id'>, text: string): Promise<void>
  /** Every message to the citizen is refused with this code from now on; `undefined`: no longer. */
  refuses(citizen: Pick<FakeCitizen, 'id'>, code: number | undefined): void
  /** What was sent between 48 hours and 7 days after the citizen was last heard. */
  readonly bills: readonly Bill[]
  /** Whether the webhook was given up after the last repeat; `pushTo` enables it again. */
  readonly isDisabled: boolean
  /** Resolves when no event, echoes included, is under way or waits to be repeated. */
  settled(): Promise<void>
}
