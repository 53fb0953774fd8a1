// @ts-check
/** Who did what, the newest first. */
import { get } from './api.js'
import { whoAmI } from './desk.js'
import { element } from './dom.js'
import { fill, table } from './table.js'
import { hasText, text } from './texts.js'
import { fullMoment } from './time.js'

/**
 * @typedef {{ number: number, at: number, who: string, what: string, account?: string, case?: string, desk?: string,
 *   via?: string, address?: string }} AuditEntry
 */

/** @param {HTMLElement} place */
export function showAudit(place) {
  void fill(place, text('shell.audit'), text('audit.intro'), async () => {
    const { entries } = await get('audit')
    if (entries.length === 0) return [element('p', { className: 'empty' }, text('audit.empty'))]
    const columns = ['at', 'who', 'what', 'about', 'where'].map((column) => text(`audit.${column}`))
    return [table(text('shell.audit'), columns, entries.map(rowOf))]
  })
}

/** @param {AuditEntry} entry */
function rowOf({ at, who, what, account, case: caseId, desk, via, address }) {
  const key = `did.${what.replaceAll('.', '_')}`
  const deskName = whoAmI().desks.find(({ id }) => id === desk)?.name ?? desk
  const about = [account, caseId, deskName].filter(Boolean).join(' · ') || '–'
  const where = [via && text(`via.${via}`), address].filter(Boolean).join(' · ') || '–'
  const whoWords = { nobody: text('audit.nobody'), 'command line': text('audit.command_line') }
  const name = Object.hasOwn(whoWords, who) ? /** @type {Record<string, string>} */ (whoWords)[who] : who
  return [fullMoment(at), name ?? who, hasText(key) ? text(key) : what, about, where]
}
