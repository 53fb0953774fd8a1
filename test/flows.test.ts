import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runTranscript } from '../src/cli/transcripts.ts'
import { loadContent } from '../src/content/load.ts'
import { loadTranscripts } from '../src/content/transcripts.ts'
import { loadSpelling } from '../src/understanding/spelling.ts'
import { createUnderstander } from '../src/understanding/understander.ts'

const flowsDir = resolve(import.meta.dirname, '../flows')
const localesDir = resolve(import.meta.dirname, '../locales')
const loaded = await loadContent({ flowsDir, localesDir })
const transcripts = await loadTranscripts(flowsDir)

describe('shipped flows', () => {
  it('raise no complaint', () => {
    expect(loaded.ok ? loaded.warnings : loaded.problems).toEqual([])
  })

  it('have transcripts: each script several, all else one', () => {
    if (!loaded.ok) return
    for (const { id, script } of loaded.content.procedures.values()) {
      const own = transcripts.filter(({ procedure }) => procedure === id)
      expect(own.length, id).toBeGreaterThanOrEqual(script === undefined ? 1 : 5)
    }
  })
})

describe('transcripts', () => {
  if (!loaded.ok) return
  const { content } = loaded
  const understander = createUnderstander(content.examples, loadSpelling(localesDir))
  for (const transcript of transcripts) {
    it(`${transcript.procedure}: ${transcript.case}`, () => {
      const { failures, chat } = runTranscript(content, (text) => understander.read(text), transcript)
      expect(failures, `${transcript.file}\n${chat.join('\n')}`).toEqual([])
    })
  }
})
