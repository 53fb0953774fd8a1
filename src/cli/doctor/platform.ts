/** Whether a platform can be reached, and what it says about our account there. */
import type { ChannelClock } from '../../channels/channel.ts'
import type { Finding } from '../../channels/diagnosis.ts'
import { MotCuaError } from '../../errors.ts'
import type { ConfiguredPlatform } from '../../platforms/index.ts'
import { look } from './look.ts'

export async function checkPlatform(
  { platform, apiRoot, diagnose }: ConfiguredPlatform,
  clock: ChannelClock,
  patienceMs: number,
): Promise<readonly Finding[]> {
  // Any answer will do: nothing is asked for yet, so that a token is not sent where nobody is.
  const seen = await look(apiRoot, patienceMs)
  const { host } = new URL(apiRoot)
  if (!seen.answers) return [unreachable(platform.name, host, seen.why)]
  const reached: Finding = { level: 'good', says: `${host} can be reached.` }
  try {
    return [reached, ...(await diagnose({ clock }))]
  } catch (error) {
    const why = error instanceof MotCuaError ? `: ${error.message}` : '.'
    const mend = 'Try again in some minutes.'
    return [reached, { level: 'bad', says: `${platform.title} could not be looked at${why}`, mend }]
  }
}

function unreachable(name: ConfiguredPlatform['platform']['name'], host: string, why: string): Finding {
  const mend =
    name === 'telegram'
      ? 'Carriers in Viet Nam have blocked Telegram at times. Try another network; see docs/channels/telegram.vi.md.'
      : 'Check the network, the firewall and the API root in .env.'
  return { level: 'bad', says: `${host} cannot be reached from this machine (${why}).`, mend }
}
