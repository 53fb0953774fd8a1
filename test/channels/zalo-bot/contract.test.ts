import { zaloBotDriver } from '../../contracts/channel/drivers/zalo-bot.ts'
import { channelContract } from '../../contracts/channel-contract.ts'

channelContract(zaloBotDriver)
