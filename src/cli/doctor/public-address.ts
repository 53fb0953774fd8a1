/** Whether the internet reaches the service where PUBLIC_URL says. */
import type { Finding } from '../../channels/diagnosis.ts'
import type { Config } from '../../config.ts'
import { type ConfiguredPlatform, hookAddress } from '../../platforms/index.ts'
import { type Look, look } from './look.ts'

export async function checkPublicAddress(
  config: Config,
  on: readonly ConfiguredPlatform[],
  patienceMs: number,
): Promise<readonly Finding[]> {
  const { publicUrl } = config
  if (publicUrl === undefined) return withoutAddress(on.length > 0)
  const wrong = wrongHealth(await look(`${publicUrl}/healthz`, patienceMs))
  if (wrong !== undefined) return [wrong]
  const hooks = on.map(async ({ platform }): Promise<Finding> => {
    const seen = await look(hookAddress(config, platform) ?? '', patienceMs)
    return hookFinding(platform.name, seen)
  })
  return [{ level: 'good', says: `The service answers at ${publicUrl}.` }, ...(await Promise.all(hooks))]
}

function withoutAddress(isAnyOn: boolean): readonly Finding[] {
  if (!isAnyOn) return []
  const says = 'PUBLIC_URL is not set: platforms are asked for messages. That is for trials.'
  const mend = 'Set PUBLIC_URL to the https address at which the internet reaches this service.'
  return [{ level: 'warning', says, mend }]
}

function wrongHealth(seen: Look): Finding | undefined {
  if (!seen.answers) {
    const mend =
      'Start the service; check DNS, firewall, certificate and proxy. Some networks cannot reach their own public address: then look from a phone.'
    return { level: 'bad', says: `Nothing answers at PUBLIC_URL (${seen.why}).`, mend }
  }
  if (seen.status >= 300 && seen.status < 400) {
    const mend = 'Set PUBLIC_URL to the address it leads to: a platform that calls is not led on.'
    return { level: 'bad', says: 'PUBLIC_URL leads on to another address.', mend }
  }
  if (seen.status === 200 && /"status"\s*:\s*"ok"/.test(seen.text)) return undefined
  const mend = 'Is the service running, and does the proxy hand everything on to its PORT?'
  return { level: 'bad', says: `What answers at PUBLIC_URL is not this service (${seen.status}).`, mend }
}

/** A webhook that is there refuses to be looked at with 405. */
function hookFinding(name: string, seen: Look): Finding {
  const path = `/hooks/${name}`
  if (seen.answers && seen.status === 405) return { level: 'good', says: `${path} takes calls.` }
  if (seen.answers && seen.status === 404) {
    const mend = 'Restart it: it was started before this channel was set up.'
    return { level: 'bad', says: `The running service has no ${path}.`, mend }
  }
  const mend = 'Let the proxy, and any protection against robots, hand this path on untouched.'
  return {
    level: 'bad',
    says: `${path} does not reach the service (${seen.answers ? seen.status : seen.why}).`,
    mend,
  }
}
