/** `npm run staff -- proposals`, `accept`, `reject`: answers that officers find good for all. */
import { operator } from '../../handoff/accounts/rights.ts'
import { fileOf, type Proposal } from '../../handoff/proposals.ts'
import { vietnamTime } from './accounts.ts'
import type { Command } from './command.ts'

export const listProposals: Command = async ({ proposals }, _, { print }) => {
  const all = await proposals.list(operator)
  if (all.length === 0) print('There are no proposals.')
  for (const one of all) print(`${textOf(one)}\n`)
  return 0
}

function textOf(one: Proposal): string {
  const decided = one.state === 'open' ? 'open' : `${one.state} by ${one.decidedBy}`
  const indented = (text: string) => text.replaceAll('\n', '\n     ')
  return [
    `${one.id}  ${decided}  (${one.by}, ${one.desk}, ${vietnamTime(one.at)})`,
    `  Q: ${indented(one.question)}`,
    `  A: ${indented(one.answer)}`,
    `  ${fileOf(one)}`,
    ...(one.note === undefined ? [] : [`  Note: ${indented(one.note)}`]),
  ].join('\n')
}

const decide =
  (accepts: boolean): Command =>
  async ({ proposals }, { target, note }, { print }) => {
    if (target === undefined) return 2
    const decided = await proposals.decide(operator, target, {
      accepts,
      ...(note === undefined ? {} : { note }),
    })
    print(`${decided.id} is ${decided.state}.`)
    if (accepts) print(`It is live once it is written, with its source, into ${fileOf(decided)}.`)
    return 0
  }

export const accept = decide(true)
export const reject = decide(false)
