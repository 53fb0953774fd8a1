/** docs/flow-format.md: what the schemas say, as tables, with the worked example beside them. */
import { commandNames, formats, topics } from '../../content/content.ts'
import { fileSchemas } from '../../content/json-schema.ts'
import { ask } from '../../content/schema/asks.ts'
import { stepKinds, stepSchemas } from '../../content/schema/script.ts'
import { describeFields, descriptionOf } from './schema-fields.ts'
import { fileExamples, stepExamples } from './worked-example.ts'

type FileKind = keyof typeof fileSchemas

/** Where each kind of file lies. */
const places: Readonly<Record<FileKind, string>> = {
  facts: 'flows/ID/facts.yaml',
  script: 'flows/ID/script.yaml',
  examples: 'flows/ID/examples.yaml',
  transcript: 'flows/ID/transcripts/NAME.yaml',
  shared: 'flows/shared/NAME.yaml',
  overlay: 'flows/places/PROVINCE/ID.yaml',
  contacts: 'flows/contacts.yaml',
  menu: 'flows/menu.yaml',
  calendar: 'flows/calendar.yaml',
  provinces: 'flows/places/provinces.yaml',
  desks: 'flows/places/desks.yaml, flows/places/PROVINCE/desks.yaml',
  interface: 'locales/TAG/interface.yaml',
  translation: 'locales/TAG/ID.yaml',
}

const intro = `# The format of flow files

<!-- Written by \`npm run flows -- reference\` from src/content/schema. Change it there. -->

What may stand in every file, kind by kind. To write a first procedure, read [writing-flows.md](writing-flows.md).
Editors that know YAML schemas complete and check as one types: \`npm run flows -- schema\` writes them to
\`flows/schema/\`, and a first line \`# yaml-language-server: $schema=../schema/facts.json\` names the right one.

Every example on this page is part of one procedure that the tests load and play.

A file says no more than its table: an unknown key is an error. Names and ids are \`a-z\`, \`0-9\` and \`_\` (folders:
\`-\`), and start with a letter.`

const expressions = `## Expressions and placeholders

Conditions and values are [CEL](https://cel.dev). An expression can read:

| name | what |
| --- | --- |
| the id of an ask | its answer: choice, place and text as text, yes_no as true or false, date as a date, number as a whole number, phone as text (0912345678), ticks as a list |
| the id of a set | its value |
| \`today\` | the day in Vietnam |
| \`facts.ID\` | the number of a money, days or hours fact as it applies now |
| \`has(answers.ID)\` | whether there is an answer; ask this first when a question may have been passed over |

Functions: \`date("2026-11-22")\`, \`date + number\`, \`date - number\`, \`date - date\` (days), \`age_years(from, on)\`,
\`days_between(from, to)\`, \`add_months(date, number)\`, \`add_working_days(date, number)\`, \`is_working_day(date)\`,
\`province_of(place)\` (the province of a commune), \`size(list)\`. What reads something unknown is unknown itself: a step with such a \`when\` is passed over.

A text may have placeholders, \`{{ register_by | date }}\`. Formats: ${formats.map((one) => `\`${one}\``).join(', ')}.`

/** The whole page. */
export function referencePage(): string {
  const kinds = Object.keys(places) as FileKind[]
  const contents = kinds.map((kind) => `- [\`${places[kind]}\`](#${kind})`)
  const sections = [
    intro,
    contents.join('\n'),
    ...kinds.flatMap((kind) =>
      kind === 'script' ? [fileSection(kind), ...stepSections()] : [fileSection(kind)],
    ),
    expressions,
    `## Topics\n\n${topics.map((one) => `\`${one}\``).join(', ')}.`,
    `## Commands\n\nWhat a language gives words for: ${commandNames.map((one) => `\`${one}\``).join(', ')}.`,
  ]
  return `${sections.join('\n\n')}\n`
}

function fileSection(kind: FileKind): string {
  const schema = fileSchemas[kind]
  const example = fileExamples.find((one) => one.kind === kind)
  const shown = kind === 'script' || example === undefined ? [] : [yamlBlock(example.yaml)]
  const head = [`<a id="${kind}"></a>`, `## \`${places[kind]}\``, descriptionOf(schema)]
  return [...head, fieldTable(schema), ...shown].join('\n\n')
}

/** One section for each kind of step, the kinds of questions first. */
function stepSections(): readonly string[] {
  const asks = ask.options.map((schema) => {
    const [type = ''] = [...schema.shape.type.values]
    return stepSection(type, `ask, \`type: ${type}\``, schema)
  })
  const others = stepKinds.flatMap((kind) =>
    kind === 'ask' ? [] : [stepSection(kind, kind, stepSchemas[kind])],
  )
  return ['### Steps', ...asks, ...others]
}

function stepSection(kind: string, title: string, schema: Parameters<typeof descriptionOf>[0]): string {
  const example = stepExamples.find((one) => one.kind === kind)
  const shown = example === undefined ? [] : [yamlBlock(example.yaml)]
  return [`#### ${title}`, descriptionOf(schema), fieldTable(schema), ...shown].join('\n\n')
}

function fieldTable(schema: Parameters<typeof descriptionOf>[0]): string {
  const rows = describeFields(schema).map(({ key, isRequired, what, meaning }) =>
    ['', `\`${key}\``, isRequired ? 'yes' : '', cell(what), cell(meaning), ''].join(' | ').trim(),
  )
  return ['| key | must | what | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function yamlBlock(yaml: string): string {
  return `\`\`\`yaml\n${yaml.trimEnd()}\n\`\`\``
}
