/** Whether a platform can be reached, and what it says about our account there. */
import type { Finding } from '../../channels/diagnosis.ts'
import { MotCuaError } from '../../errors.ts'
import type { CheckOptions, ConfiguredPlatform } from '../../platforms/index.ts'
import { look } from './look.ts'

type PlatformName = ConfiguredPlatform['platform']['name']

/** A platform that does not answer at all is not asked further. Never throws. */
export async function checkPlatform(
  { platform, roots, diagnose }: ConfiguredPlatform,
  options: CheckOptions,
  patienceMs: number,
): Promise<readonly Finding[]> {
  const reached = await Promise.all(roots.map((root) => reach(platform.name, root, patienceMs)))
  if (reached.some(({ level }) => level === 'bad')) return reached
  try {
    return [...reached, ...(await diagnose(options))]
  } catch (error) {
    const why = error instanceof MotCuaError ? `: ${error.message}` : '.'
    const mend = 'Try again in some minutes.'
    return [...reached, { level: 'bad', says: `${platform.title} could not be looked at${why}`, mend }]
  }
}

/** Whether anything answers there, whatever it says; no token is sent. */
async function reach(name: PlatformName, root: string, patienceMs: number): Promise<Finding> {
  const { host, origin } = new URL(root)
  const seen = await look(origin, patienceMs)
  return seen.answers ? { level: 'good', says: `${host} can be reached.` } : unreachable(name, host, seen.why)
}

function unreachable(name: PlatformName, host: string, why: string): Finding {
  const mend =
    name === 'telegram'
      ? 'Carriers in Viet Nam have blocked Telegram at times. Try another network; see docs/channels/telegram.vi.md.'
      : 'Check the network, the firewall and the API root in .env.'
  return { level: 'bad', says: `${host} cannot be reached from this machine (${why}).`, mend }
}
