/** How Zalo's own call of our webhook ended, and what an operator does about it. Pure. */
import type { Finding } from '../diagnosis.ts'

/** By outcome: what happened, what to do. */
const outcomes: ReadonlyMap<string, { readonly says: string; readonly mend: string }> = new Map([
  [
    'webhook.http.403',
    {
      says: 'Something in front of the service answered 403.',
      mend: "Let Zalo through: at Cloudflare switch off the Browser Integrity Check and bot protection for the path /hooks/ (impossible on workers.dev); look at your proxy's and firewall's rules.",
    },
  ],
  [
    'webhook.http.404',
    {
      says: 'Nothing answers at that address.',
      mend: 'Check that PUBLIC_URL is right, that the service runs with ZALO_BOT_TOKEN set, and that the proxy passes /hooks/zalo-bot on unchanged.',
    },
  ],
  [
    'webhook.http.5xx',
    {
      says: 'The service, or the proxy before it, answered with a fault.',
      mend: 'Check that the service runs and that the proxy reaches it; its log tells the rest.',
    },
  ],
  [
    'webhook.http.other',
    {
      says: 'The service answered, but not with 200.',
      mend: 'A 401 means another secret: start the service anew with the same ZALO_BOT_WEBHOOK_SECRET. A redirect: put the final address into PUBLIC_URL.',
    },
  ],
  [
    'webhook.err.tls',
    {
      says: 'The certificate was not accepted.',
      mend: 'Use one of a public authority with its whole chain (fullchain), not expired, for exactly this host name.',
    },
  ],
  [
    'webhook.err.dns',
    {
      says: 'The host name was not found.',
      mend: 'Check the spelling of PUBLIC_URL and the DNS record; a new record may take some hours.',
    },
  ],
  [
    'webhook.err.timeout',
    {
      says: 'No answer came in time.',
      mend: 'Check that port 443 is open from outside and that the service is not overloaded.',
    },
  ],
  [
    'webhook.err.conn',
    {
      says: 'The connection was refused or broke.',
      mend: 'Check that the proxy listens on port 443 and that the firewall lets it in.',
    },
  ],
  [
    'webhook.err.proxy',
    {
      says: "Zalo's own way out failed.",
      mend: 'Try again in some minutes; when it stays, ask Zalo.',
    },
  ],
  [
    'webhook.err.blocked',
    {
      says: 'Zalo does not call such an address.',
      mend: 'PUBLIC_URL has to be a public https address, not localhost and not one of an inner network (10.x, 127.x, 192.168.x).',
    },
  ],
  [
    'webhook.err.other',
    {
      says: 'The call failed in a way Zalo does not name.',
      mend: 'Open the address from outside your network, then try again.',
    },
  ],
])

/** What an operator is told about an outcome. */
export function findingOf(outcome: string): Finding {
  if (outcome === 'webhook.ok') return { level: 'good', says: 'Zalo reaches the webhook.' }
  const known = outcomes.get(outcome)
  if (known !== undefined)
    return {
      level: 'bad',
      says: `Zalo could not use the webhook (${outcome}). ${known.says}`,
      mend: known.mend,
    }
  const name = outcome.replace(/[^\w.-]/g, '').slice(0, 64)
  return {
    level: 'warning',
    says: `Zalo did not say whether it reaches the webhook${name === '' ? '' : ` (${name})`}.`,
    mend: 'Write to the bot on Zalo and see whether it answers.',
  }
}
