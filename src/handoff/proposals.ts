/** Answers that officers find good for all: proposed to admins, and live only once somebody writes them into a file. */
import { randomBytes } from 'node:crypto'
import type { DeskId, ProcedureId, Topic } from '../content/content.ts'
import type { CaseId, EpochMs, StaffId } from '../engine/turn.ts'
import { StaffError } from '../errors.ts'
import type { Shelf } from '../store/shelf.ts'
import { hideSecrets } from '../text/identity.ts'
import { maskPersonal } from '../text/mask.ts'
import { type Actor, requireAdmin } from './accounts/rights.ts'
import type { Audit } from './audit.ts'
import { changeDocument } from './documents.ts'
import type { CaseDesk, Staff } from './staff.ts'

const kind = 'proposal'

export interface Proposal {
  readonly id: string
  readonly at: EpochMs
  /** The login of who proposed it. */
  readonly by: StaffId
  readonly desk: DeskId
  readonly procedure?: ProcedureId
  readonly topic?: Topic
  /** What citizens ask, without names and numbers. */
  readonly question: string
  /** As the officer worded it for all, without identity numbers. */
  readonly answer: string
  readonly state: 'open' | 'accepted' | 'rejected'
  readonly decidedBy?: StaffId
  readonly decidedAt?: EpochMs
  readonly note?: string
}

export interface Proposed {
  readonly question: string
  readonly answer: string
  readonly topic?: Topic
}

export interface Proposals {
  /** @throws StaffError `not_your_desk`, `bad_proposal` */
  propose(staff: Staff, id: CaseId, proposed: Proposed, address?: string): Promise<Proposal>
  /** Those to be decided first, then the latest. @throws StaffError `not_allowed` */
  list(by: Actor): Promise<readonly Proposal[]>
  /**
   * Marks it; nothing goes live by that. `id` may be its beginning when no other begins so.
   * @throws StaffError `not_allowed`, `unknown_proposal`, `decided`
   */
  decide(
    by: Actor,
    id: string,
    decision: { readonly accepts: boolean; readonly note?: string },
  ): Promise<Proposal>
}

const maxChars = 2_000
/** Nobody looks at an old decision; one that is open stays. */
const keptMs = 730 * 86_400_000
const never = Number.MAX_SAFE_INTEGER

export function createProposals(options: {
  readonly shelf: Shelf
  readonly cases: Pick<CaseDesk, 'case'>
  readonly audit: Pick<Audit, 'note'>
  readonly now: () => EpochMs
}): Proposals {
  const { shelf, cases, audit, now } = options

  async function all(): Promise<readonly Proposal[]> {
    const docs = await shelf.list<Omit<Proposal, 'id'>>(kind, now())
    return docs.map(({ id, body }) => ({ ...body, id }))
  }

  async function find(start: string): Promise<string> {
    const found = (await all()).filter(({ id }) => start !== '' && id.startsWith(start))
    const exact = found.find(({ id }) => id === start) ?? (found.length === 1 ? found[0] : undefined)
    if (exact === undefined) throw new StaffError('unknown_proposal', 'There is no proposal of that id.')
    return exact.id
  }

  return {
    propose: async (staff, caseId, { question, answer, topic }, address) => {
      const { desk, procedure } = await cases.case(staff, caseId)
      const id = randomBytes(6).toString('hex')
      const body: Omit<Proposal, 'id'> = {
        at: now(),
        by: staff.id,
        desk,
        ...(procedure === undefined ? {} : { procedure }),
        ...(topic === undefined ? {} : { topic }),
        question: maskPersonal(worded(question)),
        answer: hideSecrets(worded(answer)),
        state: 'open',
      }
      await audit.note({ who: staff.id, what: 'proposal.made', case: caseId, desk, ...from(address) })
      await shelf.put(kind, id, body, now(), { expected: 0 })
      return { ...body, id }
    },
    list: async (by) => {
      requireAdmin(by)
      const isOpen = ({ state }: Proposal) => (state === 'open' ? 0 : 1)
      return [...(await all())].sort((a, b) => isOpen(a) - isOpen(b) || b.at - a.at)
    },
    decide: async (by, start, { accepts, note }) => {
      requireAdmin(by)
      const id = await find(start)
      const what = accepts ? 'proposal.accepted' : 'proposal.rejected'
      await audit.note({ who: by.id, what, action: id, ...from(by.address) })
      const changed = await changeDocument<Omit<Proposal, 'id'>>(
        shelf,
        { kind, id },
        now(),
        (before) => {
          if (before === undefined)
            throw new StaffError('unknown_proposal', 'There is no proposal of that id.')
          if (before.state !== 'open')
            throw new StaffError('decided', `It was ${before.state} by ${before.decidedBy} already.`)
          const decided = {
            state: accepts ? 'accepted' : 'rejected',
            decidedBy: by.id,
            decidedAt: now(),
          } as const
          return { ...before, ...decided, ...(note === undefined ? {} : { note: worded(note) }) }
        },
        ({ decidedAt }) => (decidedAt === undefined ? never : decidedAt + keptMs),
      )
      if (changed === undefined) throw new StaffError('unknown_proposal', 'There is no proposal of that id.')
      return { ...changed, id }
    },
  }
}

/** Where an accepted answer has to be written, so that it goes live: facts and texts live in files alone. */
export function fileOf({ procedure, topic }: Pick<Proposal, 'procedure' | 'topic'>): string {
  if (procedure === undefined) return 'the folder of its procedure in flows/ (none was known)'
  return `flows/${procedure}/facts.yaml${topic === undefined ? '' : ` (topic ${topic})`}`
}

function worded(text: string): string {
  const cleaned = text.normalize('NFC').trim()
  if (cleaned !== '' && cleaned.length <= maxChars) return cleaned
  throw new StaffError('bad_proposal', `Question and answer have 1 to ${maxChars} characters each.`)
}

function from(address: string | undefined): { readonly address?: string } {
  return address === undefined ? {} : { address }
}
