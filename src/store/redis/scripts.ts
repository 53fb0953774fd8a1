/** The steps that Redis takes at one go; each is a file beside, with what it expects and why. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Script {
  readonly source: string
  /** What Redis knows it by. */
  readonly sha: string
}

export const scripts = {
  accept: script('accept'),
  announce: script('announce'),
  aside: script('aside'),
  commit: script('cases', 'commit'),
  expire: script('expire'),
  named: script('named'),
  reduce: script('cases', 'reduce'),
  release: script('release'),
  renew: script('renew'),
  replies: script('replies'),
  ring: script('ring'),
  settle: script('settle'),
  shelfAppend: script('shelf-append'),
  shelfDrop: script('shelf-drop'),
  shelfPut: script('shelf-put'),
  take: script('take'),
} as const

function script(...names: readonly string[]): Script {
  const read = (name: string) => readFileSync(join(import.meta.dirname, 'lua', `${name}.lua`), 'utf8')
  const source = names.map(read).join('')
  return { source, sha: createHash('sha1').update(source).digest('hex') }
}
