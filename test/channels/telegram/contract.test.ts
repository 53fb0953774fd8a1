import { telegramDriver } from '../../contracts/channel/drivers/telegram.ts'
import { channelContract } from '../../contracts/channel-contract.ts'

channelContract(telegramDriver)
