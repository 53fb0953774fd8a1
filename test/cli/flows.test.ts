import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileExamples } from '../../src/cli/flows/worked-example.ts'
import { openDesk, type TestDesk } from './desk.ts'

const calendar = fileURLToPath(new URL('../../flows/calendar.yaml', import.meta.url))
let desk: TestDesk

describe('with the shipped flows', () => {
  beforeAll(async () => {
    desk = await openDesk()
  })
  afterEach(() => {
    desk.out()
    desk.complaints()
  })

  test('says which commands there are', async () => {
    expect(await desk.flows('help')).toBe(0)
    expect(desk.out()).toContain('graph ID')
    expect(await desk.flows()).toBe(2)
  })

  test('refuses a command that is not there', async () => {
    expect(await desk.flows('chekc')).toBe(2)
    expect(desk.complaints()).toContain('no command "chekc"')
  })

  test('checks and sums up in one line', async () => {
    expect(await desk.flows('check'), desk.complaints()).toBe(0)
    expect(desk.out()).toMatch(/^All is well: \d+ procedures \(\d+ with a script\), \d+ facts, \d+ examples/)
  })

  test('draws no edge to a place that is not drawn, and no character that ends a label early', async () => {
    for (const id of ['birth-linked', 'death-linked', 'temporary-residence', 'certify-copy']) {
      for (const all of [[], ['--all']]) {
        await desk.flows('graph', id, ...all)
        const lines = desk.out().split('\n').slice(1)
        const drawn = new Set(lines.flatMap((line) => /^ {2}(\w+)[([{]/.exec(line)?.[1] ?? []))
        const targets = lines.flatMap((line) => /-> ?(?:\|"[^"]*"\| )?(\w+)$/.exec(line)?.[1] ?? [])
        expect(targets.length).toBeGreaterThan(0)
        expect(targets.filter((target) => !drawn.has(target))).toEqual([])
        for (const line of lines) expect(line.split('"').length, line).toBeLessThanOrEqual(3)
      }
    }
  })

  test('says which procedures there are when asked to draw another', async () => {
    expect(await desk.flows('graph', 'passport')).toBe(2)
    expect(desk.complaints()).toContain('There are: birth-linked')
  })

  test('writes schemas that editors read, and the reference', async () => {
    expect(await desk.flows('schema')).toBe(0)
    expect(JSON.parse(await desk.read('schema/script.json'))).toHaveProperty('properties.steps')
    expect(await desk.flows('reference')).toBe(0)
    expect(await desk.read('../docs/flow-format.md')).toContain('## `flows/ID/facts.yaml`')
  })
})

describe('with files of its own', () => {
  beforeEach(async () => {
    desk = await openDesk()
  })

  test('a new procedure checks, plays and is explored at once, and stands in the menu', async () => {
    await desk.write(
      'menu.yaml',
      '# the order of the menu\nmenu:\n  - birth-linked # first of all\n  - death-linked\n',
    )
    expect(await desk.flows('new', 'passport'), desk.complaints()).toBe(0)
    const menu = await desk.read('menu.yaml')
    expect(menu).toBe(
      '# the order of the menu\nmenu:\n  - birth-linked # first of all\n  - death-linked\n  - passport\n',
    )
    expect(await desk.flows('check'), desk.complaints()).toBe(0)
    expect(desk.complaints()).not.toContain('passport/')
    expect(await desk.flows('test', 'passport'), desk.complaints()).toBe(0)
    expect(await desk.flows('explore', 'passport'), desk.complaints()).toBe(0)
  })

  test.each([
    [
      'a list in brackets',
      'menu: [birth-linked, death-linked] # two\n',
      'menu: [birth-linked, death-linked, stay] # two\n',
    ],
    ['brackets over several lines', 'menu: [\n    birth-linked\n  ]\n', 'menu: [\n    birth-linked, stay]\n'],
    ['no indentation', 'menu:\n- birth-linked\n', 'menu:\n- birth-linked\n- stay\n'],
    ['no line break at the end', 'menu:\n  - birth-linked', 'menu:\n  - birth-linked\n  - stay\n'],
    [
      'remarks below',
      'menu:\n  - birth-linked # a\n\n# b\n',
      'menu:\n  - birth-linked # a\n  - stay\n\n# b\n',
    ],
    ['the lines of Windows', 'menu:\r\n  - birth-linked\r\n', 'menu:\r\n  - birth-linked\r\n  - stay\r\n'],
  ])('a new procedure finds its place in a menu with %s', async (_name, before, after) => {
    await desk.write('menu.yaml', before)
    expect(await desk.flows('new', 'stay'), desk.complaints()).toBe(0)
    expect(await desk.read('menu.yaml')).toBe(after)
  })

  test('a new procedure is not started while the menu cannot be read', async () => {
    await desk.write('menu.yaml', 'menu: "birth-linked\n')
    expect(await desk.flows('new', 'stay')).toBe(1)
    expect(desk.complaints()).toContain('menu.yaml cannot be added to')
    await expect(desk.read('stay/facts.yaml')).rejects.toThrow('ENOENT')
    expect(await desk.read('menu.yaml')).toBe('menu: "birth-linked\n')
  })

  test('a transcript that cannot be read is shown with the line at fault', async () => {
    const path = 'certify-copy/transcripts/broken.yaml'
    await desk.write(path, 'case: broken\nnow: 2026-11-22T09:00+07:00\nturns:\n  - citizn: chào\n')
    expect(await desk.flows('test', 'certify-copy')).toBe(1)
    const complaints = desk.complaints()
    expect(complaints).toMatch(/broken\.yaml:4:5 error unknown-key "citizn"/)
    expect(complaints).toContain('Did you mean "citizen"?')
  })

  test.each(['birth-linked', 'shared', 'Poor Household', '../elsewhere', 'out-of-scope', ''])(
    'does not start a procedure called "%s"',
    async (id) => {
      const menu = await desk.read('menu.yaml')
      expect(await desk.flows('new', id)).toBe(2)
      expect(desk.complaints()).not.toBe('')
      expect(await desk.read('menu.yaml')).toBe(menu)
    },
  )
})

describe('with the example of the reference', () => {
  beforeEach(async () => {
    const files = new Map(fileExamples.map(({ path, yaml }) => [path, yaml]))
    desk = await openDesk(files.set('calendar.yaml', await readFile(calendar, 'utf8')))
  })

  test('draws a script with its questions, conditions, handoffs and ends', async () => {
    expect(await desk.flows('graph', 'birth')).toBe(0)
    const lines = desk.out().split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'flowchart TD',
      '  start(["Khai sinh"]) --> s_birth_place_1',
      '  s_birth_place_1[/"birth_place (choice)<br/>Cháu sinh ở đâu ạ?"/]',
    ])
    expect(lines).toContainEqual(
      expect.stringMatching(/s_where_born_\d+ -->\|"birth_place == #34;home#34;"\| s_has_/),
    )
    expect(lines).toContainEqual(expect.stringMatching(/s_where_born_\d+ -->\|"late"\| s_fees_\d+$/))
    expect(lines).toContainEqual(
      expect.stringMatching(/s_ask_desk_\d+\{\{"ask_desk \(no_witness\)<br\/>.*\[!has_witness\]"/),
    )
    expect(lines).toContainEqual(expect.stringMatching(/s_finished_\d+\(\["Xong rồi ạ\. Cần gì nữa/))
    expect(lines.join()).not.toContain('Em hỏi mấy câu')
    await desk.flows('graph', 'birth', '--all')
    expect(desk.out()).toContain('"Em hỏi mấy câu ngắn thôi ạ."')
  })

  test('says which facts to review, and on which day one will have no value', async () => {
    const facts = await desk.read('birth/facts.yaml')
    await desk.write(
      'birth/facts.yaml',
      facts.replace('- value: 60\n', '- value: 60\n        until: 2026-12-31\n'),
    )
    expect(await desk.flows('stats')).toBe(0)
    const told = desk.out()
    expect(told).toMatch(/birth +register_deadline +last day of a value +2026-12-31/)
    expect(told).toMatch(/birth +register_deadline +no value from this day on +2027-01-01/)
    expect(told).toMatch(/birth +birth_fee +unconfirmed\n/)
    expect(told).not.toMatch(/birth +papers/)
  })

  test('says what no transcript visits, and how long the script is', async () => {
    expect(await desk.flows('stats')).toBe(0)
    const told = desk.out()
    expect(told).toMatch(/birth +17 of 21 +1 of 3 +3 of 3/)
    expect(told).toContain(
      'birth: no transcript visits province, where_born#0, where_born#1, has_witness, ask_desk',
    )
    expect(told).toMatch(/birth +\d+ +\d+ +\d+ +\d+$/m)
  })

  test('does not check files with a mistake, and shows where it is', async () => {
    const script = await desk.read('birth/script.yaml')
    await desk.write('birth/script.yaml', script.replace('facts: [birth_fee]', 'facts: [brith_fee]'))
    expect(await desk.flows('check')).toBe(1)
    expect(desk.complaints()).toMatch(/birth\/script\.yaml:\d+:\d+ error .*brith_fee/)
    for (const command of ['test', 'stats', 'explore']) expect(await desk.flows(command)).toBe(1)
  })

  test('shows a conversation that went another way as a chat', async () => {
    const path = 'birth/transcripts/first.yaml'
    await desk.write(path, (await desk.read(path)).replace('at: ready_papers', 'at: copies'))
    expect(await desk.flows('test', 'birth')).toBe(1)
    const shown = desk.complaints()
    expect(shown).toContain('transcripts/first.yaml: a mother at the hospital')
    expect(shown).toMatch(/citizen: o benh vien\nbot: {5}Cháu sinh ngày nào ạ\?/)
    expect(shown).toContain('!! expected to stand at copies, but stands at ready_papers')
    expect(desk.out()).toBe('0 of 1 conversations went as written.')
  })
})
