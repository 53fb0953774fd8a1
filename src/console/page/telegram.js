// @ts-check
/** A code that tells a Telegram group who writes there. */
import { post } from './api.js'
import { element, toast } from './dom.js'
import { openDialog } from './keys.js'
import { wrong } from './login.js'
import { text } from './texts.js'
import { moment } from './time.js'

export async function showTelegramCode() {
  try {
    const { code, expiresAt, isLinked } = await post('telegram-link')
    const steps = element(
      'ol',
      {},
      element('li', {}, text('telegram.open')),
      element('li', {}, text('telegram.write'), element('output', { className: 'secret' }, `/link ${code}`)),
      element('li', {}, text('telegram.thanked')),
    )
    openDialog(text('telegram.title'), [
      element('p', {}, text(isLinked ? 'telegram.again' : 'telegram.intro')),
      steps,
      element('p', { className: 'hint' }, text('telegram.until', { at: moment(expiresAt) })),
    ])
  } catch (error) {
    toast(wrong(error), { isWrong: true, closeLabel: text('shell.close') })
  }
}
