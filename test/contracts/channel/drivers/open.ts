/** Opens a channel at its fake as the service does. */
import { temporaryFolder } from '../../../../src/cli/temporary.ts'
import type { FakePlatform } from '../../../fakes/kit/fake.ts'
import { openPlatform } from '../../../support/platforms.ts'
import type { ChannelDriver } from '../arrange.ts'

/** The folder of one fake's service, kept over its restarts. */
const folders = new WeakMap<FakePlatform, string>()
function folderOf(fake: FakePlatform): string {
  const folder = folders.get(fake) ?? temporaryFolder()
  folders.set(fake, folder)
  return folder
}

export const openChannel: ChannelDriver['channel'] = (fake, { store, ...parts }) =>
  openPlatform(
    fake,
    {
      ...parts,
      imageAddress: () => undefined,
      imageFile: () => undefined,
      phrases: async () => (key) => key,
      translations: () => [],
      heardAt: async (conversation: string) => (await store.session(conversation))?.heardAt,
    },
    folderOf(fake),
  )
