import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/cli/temporary.ts'
import { ContentError, type Problem } from '../../src/errors.ts'
import { fold } from '../../src/text/fold.ts'
import { loadSpelling } from '../../src/understanding/spelling.ts'
import { spelling } from './examples.ts'

function problemsOf(source: string | undefined): readonly Problem[] {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'vi'))
  if (source !== undefined) writeFileSync(join(folder, 'vi', 'spelling.yaml'), source)
  try {
    loadSpelling(folder)
  } catch (error) {
    if (error instanceof ContentError) return error.problems
    throw error
  }
  return []
}

const sound =
  'words: { ko: không }\nnear: []\nkeep: []\npadding: [ạ]\ncues: {}\nquestions: { fee: [phí] }\nforeign: []\n' +
  'keyboard: [qwe, asd]\nsounds: { onsets: [[s, x]], codas: [] }\nbeforeNames: [xã]\n'

describe('loadSpelling', () => {
  it('reads a sound file', () => {
    expect(problemsOf(sound)).toEqual([])
  })

  it('names the file when it is missing', () => {
    expect(problemsOf(undefined)).toMatchObject([
      { rule: 'missing-file', file: expect.stringContaining('spelling.yaml') },
    ])
  })

  it('points at the line that is not YAML', () => {
    expect(problemsOf(`${sound}more: "x" y\n`)).toMatchObject([{ rule: 'yaml', line: 11, column: 11 }])
  })

  it('points at a topic that does not exist', () => {
    const problems = problemsOf(sound.replace('fee:', 'price:'))
    expect(problems[0]).toMatchObject({ rule: 'schema', line: 6 })
  })

  it('points at an entry it does not know', () => {
    expect(problemsOf(`${sound}colour: red\n`)).toMatchObject([{ rule: 'schema', line: 11, column: 1 }])
  })

  it('points at a short form of two words', () => {
    expect(
      problemsOf(sound.replace('near: []', 'near:\n  - { word: a b, means: c, near: [d] }')),
    ).toMatchObject([{ rule: 'schema', line: 3 }])
  })
})

describe('the spelling data that ships', () => {
  it('never shortens to itself, and says each question once', () => {
    for (const [short, means] of Object.entries(spelling.words)) expect(means).not.toBe(short)
    const questions = Object.values(spelling.questions).flat().map(fold)
    expect(questions.filter((one, i) => questions.indexOf(one) !== i)).toEqual([])
  })
})
