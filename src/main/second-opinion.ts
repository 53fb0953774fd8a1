/** The language model, when one is set. */
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../runtime/clock.ts'
import type { SecondOpinion } from '../runtime/run-turn.ts'
import { createSecondOpinion } from '../understanding/llm/second-opinion.ts'

/**
 * Resolves when what asks the model is loaded, so that the first citizen does not wait for that; `undefined` when none is
 * set, and then nothing of it is loaded.
 */
export async function secondOpinionOf(
  { languageModel }: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<SecondOpinion | undefined> {
  if (languageModel === undefined) return undefined
  const { timeoutMs, concurrency } = languageModel
  const opened = import('../understanding/llm/client.ts').then(({ openModel }) => openModel(languageModel))
  await opened.catch((error: unknown) =>
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
