/** The process that `learnInProcess` starts: learns what it is sent, answers with the model, and ends. */
import type { Lessons } from './learn.ts'
import { trainInThreads } from './learn-threads.ts'

process.once('message', async (lessons) => {
  const { examples, spelling } = lessons as Lessons
  process.send?.(await trainInThreads(examples, spelling), () => process.disconnect())
})
