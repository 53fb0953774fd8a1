import { spawn } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { answerLines, understood } from '../../src/cli/understand.ts'
import type { Reading } from '../../src/engine/turn.ts'

const reading: Reading = {
  procedure: 'birth-linked',
  confidence: 0.812345,
  isOutOfScope: false,
  topic: 'fee',
  topicConfidence: 0.9,
  candidates: [
    { procedure: 'birth-linked', confidence: 0.812345 },
    { procedure: 'death-linked', confidence: 0.1 },
  ],
}

describe('understood', () => {
  it('has exactly the promised fields, the chosen procedure not among the alternatives', () => {
    expect(understood('phí khai sinh', reading)).toStrictEqual({
      text: 'phí khai sinh',
      procedure: 'birth-linked',
      topic: 'fee',
      confidence: 0.8123,
      alternatives: [{ procedure: 'death-linked', confidence: 0.1 }],
    })
  })

  it('says out-of-scope for what should not be answered, and keeps the guesses', () => {
    const { procedure: _, ...rest } = reading
    const result = understood('x', { ...rest, isOutOfScope: true, confidence: 0.9 })
    expect(result).toMatchObject({ procedure: 'out-of-scope', topic: 'other', confidence: 0.9 })
    expect(result.alternatives).toHaveLength(2)
  })

  it('gives the likeliest procedure of a bare question with its low confidence', () => {
    const { procedure: _, ...rest } = reading
    const candidates = [{ procedure: 'death-linked', confidence: 0.05 }]
    const result = understood('lệ phí?', { ...rest, confidence: 0.95, candidates })
    expect(result).toMatchObject({ procedure: 'death-linked', confidence: 0.05, alternatives: [] })
  })
})

describe('answerLines', () => {
  it('answers a line before the next one has been written', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    const done = answerLines(input, output, { read: () => reading })
    input.write('một\n')
    const first = await new Promise<Buffer>((resolve) => output.once('data', resolve))
    expect(JSON.parse(first.toString())).toMatchObject({ text: 'một' })
    input.end()
    await done
  })

  it('gives one line for each line, blank, long and unfinished ones included', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    const printed = text(output)
    input.end(`\r\n${'dài '.repeat(100_000)}\n\n"\\ \u2028 😊`)
    await answerLines(input, output, { read: () => reading })
    output.end()
    const lines = (await printed).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).text.length)).toEqual([0, 400_000, 0, 7])
  })
})

describe('npm run understand', () => {
  it('reads the shipped flows and answers on standard output', async () => {
    const child = spawn(process.execPath, ['src/cli/understand.ts'], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end('lam giay khai sinh cho chau moi sinh\nchào bác sĩ\n')
    const lines = (await text(child.stdout)).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).procedure)).toEqual(['birth', 'out-of-scope'])
  })
})
