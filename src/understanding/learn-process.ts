/** The process that `startLearnerInProcess` starts: learns what it is sent, answers with the model, and ends. */
import type { Lessons } from './learn.ts'
import { startOther } from './learn-other.ts'

// The other thread gets ready while this one does, and while the examples are on their way. Loaded without being a child
// process, this is only compiled.
const other = process.send ? startOther() : undefined
const learning = import('./learn-threads.ts')
// Whoever asked is gone: the other thread would keep this one waiting for ever.
process.once('disconnect', () => process.exit())
if (process.send && !process.connected) process.exit()

process.once('message', async (lessons) => {
  const { examples, spelling } = lessons as Lessons
  const { trainInThreads } = await learning
  process.send?.(await trainInThreads(examples, spelling, other), () => process.disconnect())
})
