import { describe } from 'vitest'
import type { FakePlatform } from '../fakes/kit/fake.ts'
import type { ChannelDriver } from './channel/arrange.ts'
import { failureRules } from './channel/failures.ts'
import { forgeryRules } from './channel/forgeries.ts'
import { outageRules } from './channel/outage.ts'
import { receivingRules } from './channel/receiving.ts'
import { renderingRules } from './channel/rendering.ts'
import { restartRules } from './channel/restarts.ts'

/** What every channel of a platform must keep, against its fake. Time is turned by hand, so nothing here waits. */
export function channelContract<F extends FakePlatform>(driver: ChannelDriver<F>): void {
  for (const mode of driver.modes) {
    describe(`channel contract: ${driver.name}, ${mode}`, () => {
      receivingRules(driver, mode)
      renderingRules(driver, mode)
      failureRules(driver, mode)
      restartRules(driver, mode)
      outageRules(driver, mode)
      if (mode === 'webhook') forgeryRules(driver)
    })
  }
}
