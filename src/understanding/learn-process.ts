/** The process that `learnInProcess` starts: learns what it is sent, answers with the model, and ends. */
import type { Lessons } from './learn.ts'
import { trainModel } from './train.ts'

process.once('message', (lessons) => {
  const { examples, spelling } = lessons as Lessons
  process.send?.(trainModel(examples, spelling), () => process.disconnect())
})
