import { beforeAll, describe, expect, test } from 'vitest'
import { copyFixture, type Fixture } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await copyFixture()
  for (const file of ['locales/en/kite.yaml', 'locales/en/shared.yaml', 'flows/shared/weather.yaml']) {
    await fixture.delete(file)
  }
})

/** The errors of a script that starts with two questions, `kind` (a, b, c) and `late`, and goes on as given. */
async function errorsOf(steps: string): Promise<readonly string[]> {
  const start = `procedure: kite
steps:
  - { ask: kind, type: choice, text: Loại nào, label: Loại, options: { a: Loại một, b: Loại hai, c: Loại ba } }
  - { ask: late, type: yes_no, text: Có muộn không, label: Muộn }
`
  const facts = await fixture.read('flows/kite/facts.yaml')
  await fixture.write(
    'flows/kite/facts.yaml',
    facts.replace('kind == "paper"', 'late').replace('big == true', 'late'),
  )
  await fixture.write('flows/kite/script.yaml', start + steps)
  const result = await fixture.load()
  const problems = result.ok ? [] : result.problems.filter(({ severity }) => severity === 'error')
  return problems.map(({ rule, words }) => `${rule} ${words}`)
}

const ask = (id: string, when = '') =>
  `{ ask: ${id}, type: number, text: Mấy, label: Số${when === '' ? '' : `, when: '${when}'`} }`
const read = (condition: string) => `  - { say: told, when: '${condition}', text: Dạ }\n`

describe('an answer is sure', () => {
  test.each([
    ['when everybody was asked', `  - ${ask('n')}\n${read('n > 1')}`],
    ['under the condition it was asked under', `  - ${ask('n', 'late')}\n${read('late && n > 1')}`],
    ['under a narrower condition', `  - ${ask('n', 'kind != "c"')}\n${read('kind == "a" && n > 1')}`],
    [
      'under the same condition in other words',
      `  - ${ask('n', '!late')}\n${read('late == false && n > 1')}`,
    ],
    ['after has()', `  - ${ask('n', 'late')}\n${read('has(answers.n) && n > 1')}`],
    ['on the other side of or', `  - ${ask('n', 'late')}\n${read('!late || n > 1')}`],
    ['in the right branch of a question mark', `  - ${ask('n', 'late')}\n${read('late ? n > 1 : false')}`],
    [
      'when every option of a choice was led to it',
      `  - branch: by
    cases:
      - { when: 'kind == "a"', steps: [${ask('n')}] }
      - { when: 'kind in ["b", "c"]', steps: [{ set: n2, value: '1' }, { end: bye }] }
${read('n > 1')}`,
    ],
    [
      'in the else of a branch',
      `  - branch: by
    cases:
      - { when: 'kind == "a"', steps: [{ say: x, text: Dạ }] }
    else: { steps: [${ask('n')}] }
${read('kind != "a" && n > 1')}`,
    ],
    [
      'where two cases have asked it',
      `  - branch: by
    cases:
      - { when: 'kind == "a"', steps: [{ end: bye, when: late }] }
      - { when: late, steps: [{ say: x, text: Dạ }] }
  - ${ask('n', 'kind == "a"')}
${read('kind == "a" && !late && n > 1')}`,
    ],
    [
      'below an end that the others have taken',
      `  - { end: bye, when: '!late' }\n  - ${ask('n', 'late')}\n${read('n > 1')}`,
    ],
    [
      'when something asked beside it was answered',
      `  - branch: by
    cases:
      - { when: late, steps: [${ask('n')}, { set: twice, value: n * 2 }] }
${read('has(answers.n) && twice > 1')}`,
    ],
  ])('%s', async (_name, steps) => {
    expect(await errorsOf(steps)).toEqual([])
  })
})

describe('an answer is not sure', () => {
  test.each([
    ['without the condition it was asked under', `  - ${ask('n', 'late')}\n${read('n > 1')}`],
    ['under another condition', `  - ${ask('n', 'late')}\n${read('kind == "a" && n > 1')}`],
    ['under a wider condition', `  - ${ask('n', 'kind == "a"')}\n${read('kind != "c" && n > 1')}`],
    ['on the wrong side of or', `  - ${ask('n', 'late')}\n${read('late || n > 1')}`],
    [
      'below a branch that only one case asks it in',
      `  - branch: by
    cases:
      - { when: 'kind == "a"', steps: [${ask('n')}] }
${read('n > 1')}`,
    ],
    [
      'when a goto leads round it',
      `  - branch: by
    cases:
      - { when: late, goto: told }
  - ${ask('n')}
${read('n > 1')}`,
    ],
    [
      'when what was answered beside it could be answered without it',
      `  - ${ask('m')}
  - branch: by
    cases:
      - { when: late, steps: [${ask('n')}] }
${read('has(answers.m) && n > 1')}`,
    ],
  ])('%s', async (_name, steps) => {
    expect(await errorsOf(steps)).toEqual(['maybe-unanswered n'])
  })
})

describe('what nothing leads to', () => {
  test('is reported once, at its first step', async () => {
    const steps = '  - { end: bye }\n  - { say: x, text: Dạ }\n  - { say: y, text: Dạ }\n'
    expect(await errorsOf(steps)).toEqual(['unreachable-step x'])
  })

  test('is not an else that seems to be left nothing: unknown values go there', async () => {
    const steps = `  - branch: by
    cases:
      - { when: late, steps: [{ say: x, text: Dạ }] }
      - { when: '!late', steps: [{ say: y, text: Dạ }] }
    else: { steps: [{ say: z, text: Dạ }] }
`
    expect(await errorsOf(steps)).toEqual([])
  })

  test('is a case whose options were all taken', async () => {
    const steps = `  - branch: by
    cases:
      - { when: 'kind == "a" || kind == "b"', steps: [{ say: x, text: Dạ }] }
      - { when: 'kind == "a"', steps: [{ say: y, text: Dạ }] }
`
    expect(await errorsOf(steps)).toEqual([expect.stringMatching(/^never-true/)])
  })
})
