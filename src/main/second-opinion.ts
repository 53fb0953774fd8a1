/** The language model, when one is set. */
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../runtime/clock.ts'
import type { SecondOpinion } from '../runtime/run-turn.ts'
import { createSecondOpinion } from '../understanding/llm/second-opinion.ts'

/** Begins to load what asks the model; `undefined` when none is set, and then nothing of it is loaded. */
export function secondOpinionOf(
  { languageModel }: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): SecondOpinion | undefined {
  if (languageModel === undefined) return undefined
  const { timeoutMs, concurrency } = languageModel
  const opened = import('../understanding/llm/client.ts').then(({ openModel }) => openModel(languageModel))
  opened.catch((error: unknown) =>
    log.error({ alarm: 'language_model_unusable', err: error }, 'The language model cannot be asked.'),
  )
  return createSecondOpinion({
    ask: async (question, signal) => (await opened)(question, signal),
    clock,
    timeoutMs,
    concurrency,
    log,
  })
}
