/** menu.yaml: what is offered first, and the order of the procedures that follows from it. */

import type { AskingBack, MenuItem, Procedure } from '../content.ts'
import { didYouMean } from '../suggest.ts'
import { below, keySpotOf, type Ref, ref } from '../yaml.ts'
import { compileAskedBack, type MenuInput } from './asked-back.ts'

export interface Offered {
  readonly procedures: ReadonlyMap<string, Procedure>
  readonly menu: readonly MenuItem[]
  readonly askingBack: AskingBack
}

/** Brings the procedures into the order of the menu; those it forgets come last. */
export function compileMenu(input: MenuInput): Offered {
  const { menu, procedures, isBroken, phrases, complaints } = input
  const ordered = new Map<string, Procedure>()
  const root = ref(menu.file, 'menu')

  function take(id: string, spot: Ref): readonly string[] {
    const procedure = procedures.get(id)
    if (procedure === undefined) {
      if (isBroken(id)) return []
      const mend = didYouMean(id, procedures.keys(), `Add flows/${id}/facts.yaml.`)
      complaints.error('unknown-procedure', spot, `there is no procedure "${id}"`, mend)
      return []
    }
    if (ordered.has(id)) {
      complaints.error('menu-twice', spot, `"${id}" is in the menu already`, 'Remove one of the two.')
      return []
    }
    ordered.set(id, procedure)
    return [id]
  }

  const items = menu.data.menu.flatMap((entry, index): readonly MenuItem[] => {
    const spot = below(root, index)
    if (typeof entry === 'string') return take(entry, spot)
    if (!phrases.has(`group.${entry.group}`)) {
      const mend = `Add "group: { ${entry.group}: … }" under phrases of locales/vi/interface.yaml.`
      complaints.error('unknown-group', below(spot, 'group'), `the group "${entry.group}" has no name`, mend)
    }
    const members = entry.procedures.flatMap((id, at) => take(id, below(spot, 'procedures', at)))
    return members.length === 0 ? [] : [{ id: entry.group, procedures: members }]
  })
  const forgotten = [...procedures.keys()].filter((id) => !ordered.has(id))
  for (const id of forgotten) {
    const mend = `Add "- ${id}" where it belongs.`
    const message = `the procedure "${id}" is not in the menu: citizens reach it by words only`
    complaints.warn('not-in-menu', keySpotOf(root), message, mend)
    ordered.set(id, procedures.get(id) as Procedure)
  }
  return { procedures: ordered, menu: items, askingBack: compileAskedBack(input) }
}
