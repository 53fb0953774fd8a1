/** What officers write in a group: words for the citizen, or something with a slash before it. Pure. */
import { fold } from '../text/fold.ts'

export type OfficerWords =
  /** For the citizen. */
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'take' | 'give_back' | 'end' | 'help' }
  | { readonly type: 'link'; readonly code: string }
  /** Some other command: never meant for a citizen. */
  | { readonly type: 'unknown' }

const names: Readonly<Record<string, Exclude<OfficerWords['type'], 'words' | 'unknown'>>> = {
  note: 'note',
  ghichu: 'note',
  take: 'take',
  nhan: 'take',
  back: 'give_back',
  tra: 'give_back',
  close: 'end',
  xong: 'end',
  link: 'link',
  noi: 'link',
  help: 'help',
  trogiup: 'help',
}

/** `/note`, `/ghichú`, `/note@OurBot`: case, marks and the bot's name make no difference. */
export function readOfficerWords(raw: string): OfficerWords {
  const text = raw.trim()
  if (!text.startsWith('/')) return { type: 'words', text }
  const [, typed = '', rest = ''] = /^\/([^\s@]*)(?:@\w+)?\s*([\s\S]*)$/.exec(text) ?? []
  const key = fold(typed).replaceAll(/[^a-z]/g, '')
  const name = Object.hasOwn(names, key) ? names[key] : undefined
  switch (name) {
    case 'note':
      return { type: 'note', text: rest.trim() }
    case 'link':
      return { type: 'link', code: rest.trim() }
    case undefined:
      return { type: 'unknown' }
    default:
      return { type: name }
  }
}
