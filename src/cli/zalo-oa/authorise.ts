/** `npm run zalo-oa -- authorise`: an officer lets the service speak for the Official Account. */
import {
  type Asked,
  exchangeCode,
  newAsked,
  permissionAddress,
  readLanding,
} from '../../channels/zalo-oa/oauth.ts'
import { ChannelError } from '../../errors.ts'
import { forgetAsked, keepAsked, readAsked } from './asked.ts'
import type { OaDesk } from './desk.ts'
import { tellState } from './state.ts'

const landingPath = '/oauth/zalo-oa'
const command = 'npm run zalo-oa -- authorise'

/**
 * Prints the address to open and takes the one on which the officer lands: typed in at once, or later with `landed`.
 * Gives the exit code: 0 done, or the address is printed; 1 not done; 2 called wrongly.
 */
export async function authorise(
  desk: OaDesk,
  { landed, redirect }: { readonly landed?: string; readonly redirect?: string },
): Promise<number> {
  if (landed !== undefined) {
    const asked = await readAsked(desk.askedPath, desk.clock.now())
    if (asked !== undefined) return finish(desk, asked, landed)
    desk.complain(`Nothing was asked for in the last day. Begin with: ${command}`)
    return 1
  }
  const landing = redirect ?? landingOf(desk.publicUrl)
  if (landing === undefined || !URL.canParse(landing)) {
    desk.complain(
      'Set PUBLIC_URL, or say with --redirect https://… which callback address stands in the settings of the app.',
    )
    return 2
  }
  const asked = newAsked(landing, desk.clock.now())
  await keepAsked(desk.askedPath, asked)
  desk.print(instructions(desk, asked))
  const answer = await desk.ask('The address on which you landed: ')
  if (answer === undefined || answer.trim() === '') {
    desk.print(`\nWhen you have it: ${command} --code 'https://…'`)
    return 0
  }
  return finish(desk, asked, answer)
}

function landingOf(publicUrl: string | undefined): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}${landingPath}`
}

function instructions(desk: OaDesk, asked: Asked): string {
  return [
    '1. In the settings of the app at developers.zalo.me, the callback address must be:',
    `     ${asked.redirect}`,
    '2. Open this address in a browser, as an administrator of the Official Account, and agree:',
    `     ${permissionAddress(desk.app, asked)}`,
    '3. The browser then goes to an address that begins like the one in 1. The page may say that nothing is there: that',
    '   does not matter. Copy the whole address, within ten minutes.',
    '',
  ].join('\n')
}

async function finish(desk: OaDesk, asked: Asked, pasted: string): Promise<number> {
  const landing = readLanding(pasted, asked)
  if ('problem' in landing) {
    desk.complain(landing.problem)
    return 1
  }
  try {
    await desk.tokens.renew(() => exchangeCode(desk.app, landing.code, asked.verifier))
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    desk.complain(`${error.message}\n${adviceFor(error)}`)
    return 1
  }
  await forgetAsked(desk.askedPath)
  desk.print('The service may speak for the Official Account now; a running one notices by itself.')
  await tellState(desk)
  desk.print(atTheConsole(desk.publicUrl))
  return 0
}

function adviceFor({ code }: ChannelError): string {
  if (code === 'channel/unreachable')
    return 'Zalo could not be reached: try the same again within ten minutes.'
  return `A code is good once, for ten minutes; the secret in ZALO_OA_APP_SECRET must be the app's. Begin again: ${command}`
}

/** What no call can set or see. */
function atTheConsole(publicUrl: string | undefined): string {
  return [
    '',
    'Once, on the webhook page of the app at developers.zalo.me:',
    `  - the webhook address: ${publicUrl ?? 'PUBLIC_URL'}/hooks/zalo-oa`,
    '  - the events of messages from users and of messages from the account switched on',
    '  - the "syntax filter" switched OFF: it lets through only texts that begin with #, and the bot would hear nobody',
    '  - the OA secret key shown there is ZALO_OA_SECRET_KEY',
  ].join('\n')
}
