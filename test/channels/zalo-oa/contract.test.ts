import { zaloOaDriver } from '../../contracts/channel/drivers/zalo-oa.ts'
import { channelContract } from '../../contracts/channel-contract.ts'

channelContract(zaloOaDriver)
