/** The plan's allowance: messages a month, and users for one bot. */
import type { ZaloBotSwitches } from './switches.ts'

export interface Quota {
  /** Messages counted this month. */
  readonly used: number
  /** Counts one; `false` when the allowance is spent, and then counts nothing. */
  spend(): boolean
  /** Counts what a citizen wrote, where that counts. */
  received(): void
  /** Whether this user is served; counts a new one. */
  admits(userId: string): boolean
}

export function createQuota(now: () => number, switches: ZaloBotSwitches): Quota {
  const users = new Set<string>()
  let month = ''
  let used = 0

  function turnMonth(): void {
    const current = new Date(now()).toISOString().slice(0, 7)
    if (current !== month) used = 0
    month = current
  }

  return {
    get used() {
      turnMonth()
      return used
    },
    spend() {
      turnMonth()
      if (used >= switches.quota) return false
      used += 1
      return true
    },
    received() {
      turnMonth()
      if (switches.quotaCounts === 'sent_and_received') used += 1
    },
    admits(userId) {
      if (switches.usersBeyond === 'served' || users.has(userId) || users.size < switches.maxUsers) {
        users.add(userId)
        return true
      }
      return false
    },
  }
}
