/** A Dockerfile as its lines say, for machines without an engine to build it. */

export interface Instruction {
  /** `COPY`, `RUN`, … */
  readonly name: string
  /** What follows, continued lines joined. */
  readonly text: string
}

/** The stages, in order; each begins with its `FROM`. Comments and empty lines are left out. */
export function readDockerfile(source: string): readonly (readonly Instruction[])[] {
  const lines = source
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  const stages: Instruction[][] = []
  for (const line of lines) {
    const [, name = '', text = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? []
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, text })
  }
  return stages
}

/** The texts of all instructions of a name. */
export function textsOf(stage: readonly Instruction[], name: string): readonly string[] {
  return stage.flatMap((one) => (one.name === name ? [one.text] : []))
}

/** `A=1 B=2` of `ENV`. */
export function environmentOf(stage: readonly Instruction[]): Readonly<Record<string, string>> {
  const pairs = textsOf(stage, 'ENV').flatMap((text) => text.split(/\s+/))
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]))
}

/** The words of a command in its exec form: `["node", "x.js"]`, after whatever options stand before it. */
export function commandOf(text: string): readonly string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}
