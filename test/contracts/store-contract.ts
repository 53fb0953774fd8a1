import { describe } from 'vitest'
import type { Driver } from './store/arrange.ts'
import { caseListRules } from './store/case-lists.ts'
import { caseRetentionRules } from './store/case-retention.ts'
import { caseRules } from './store/cases.ts'
import { commitRules } from './store/commits.ts'
import { deliveryRules } from './store/deliveries.ts'
import { inputRules } from './store/inputs.ts'
import { interleavingRules } from './store/interleavings.ts'
import { timerRules } from './store/timers.ts'
import { upkeepRules } from './store/upkeep.ts'

/** What every driver of `Store` must keep. Time is always given, so nothing here waits. */
export function storeContract(name: string, driver: Driver): void {
  describe(`store contract: ${name}`, () => {
    inputRules(driver)
    commitRules(driver)
    deliveryRules(driver)
    timerRules(driver)
    caseRules(driver)
    caseListRules(driver)
    caseRetentionRules(driver)
    upkeepRules(driver)
    interleavingRules(driver)
  })
}
