import { formatProblems } from '../../content/report.ts'
import { loadTranscripts, type Transcript } from '../../content/transcripts.ts'
import { ContentError } from '../../errors.ts'
import { lazyUnderstander } from '../../understanding/lazy.ts'
import { runTranscript } from '../transcripts.ts'
import type { Command, Desk } from './command.ts'
import { loadFor, procedureFor } from './load.ts'

/** Plays the transcripts and shows every conversation that went another way. */
export const test: Command = {
  usage: 'test [ID]',
  summary: 'play the transcripts, of one procedure or of all',

  async run(desk, [id]) {
    const content = await loadFor(desk)
    if (content === undefined) return 1
    if (id !== undefined && procedureFor(desk, content, id) === undefined) return 2
    const transcripts = await transcriptsFor(desk, id)
    if (transcripts === undefined) return 1
    if (transcripts.length === 0) {
      desk.complain(`There is no transcript${id === undefined ? '' : ` of ${id}`}.`)
      return 1
    }
    const understander = lazyUnderstander(desk.localesDir)(content)
    let failed = 0
    for (const transcript of transcripts) {
      const { failures, chat } = runTranscript(content, (text) => understander.read(text), transcript)
      if (failures.length === 0) continue
      failed += 1
      desk.complain(`${transcript.file}: ${transcript.case}\n\n${chat.join('\n')}\n`)
    }
    const went = transcripts.length - failed
    desk.print(`${went} of ${transcripts.length} conversations went as written.`)
    return failed === 0 ? 0 : 1
  },
}

/** The transcripts, or `undefined` after it was told which of them cannot be read. */
export async function transcriptsFor(desk: Desk, id?: string): Promise<readonly Transcript[] | undefined> {
  try {
    return await loadTranscripts(desk.flowsDir, id)
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    desk.complain(formatProblems(error.problems))
    return undefined
  }
}
