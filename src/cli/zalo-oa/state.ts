/** `npm run zalo-oa -- state`: what is stored, without any secret. */
import { findTokens } from '../../channels/zalo-oa/diagnose.ts'
import type { OaDesk } from './desk.ts'

/** Says when each token dies and what to do; gives the exit code: 0 when nothing is bad, 1 otherwise. */
export async function tellState(desk: OaDesk): Promise<number> {
  const { level, says, mend } = await findTokens(desk)
  desk.print(mend === undefined ? says : `${says} ${mend}`)
  return level === 'bad' ? 1 : 0
}
