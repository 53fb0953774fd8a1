/** Copies the tokens of the Zalo Official Account, which stand beside a store. */
import { dirname } from 'node:path'
import { redisTokens } from '../../channels/zalo-oa/redis-tokens.ts'
import { fileTokens, type Tokens, tokensPath } from '../../channels/zalo-oa/tokens.ts'
import { MotCuaError } from '../../errors.ts'
import type { CommandDesk } from '../../store/open.ts'

/** The tokens that belong to a store: in the same Redis, or in the folder of its file. */
export function tokensBeside(place: string, { shared }: CommandDesk): Tokens {
  return shared === undefined ? fileTokens(tokensPath(dirname(place))) : redisTokens(shared)
}

export interface CopyTokensOptions {
  readonly from: Tokens
  readonly to: Tokens
  print(text: string): void
  complain(text: string): void
}

/** Gives the exit code: 0 also when there are none. */
export async function copyTokens({ from, to, print, complain }: CopyTokensOptions): Promise<number> {
  try {
    const ours = await from.read()
    if (ours === undefined) return 0
    // Of two pairs only the one obtained last is good.
    const stored = await to.renew(async (there) =>
      there !== undefined && there.obtainedAt >= ours.obtainedAt ? there : ours,
    )
    if (stored?.obtainedAt !== ours.obtainedAt) {
      print('The target has newer tokens of the Zalo Official Account; they stay.')
      return 0
    }
    print(
      'The tokens of the Zalo Official Account were copied. Start no service on the source any more: a refresh token is good once.',
    )
    return 0
  } catch (error) {
    if (!(error instanceof MotCuaError)) throw error
    complain(`The tokens of the Zalo Official Account were not copied: ${error.message}`)
    complain('Run "npm run zalo-oa -- authorise" for the target.')
    return 1
  }
}
