/** An office of a service that is at work, set up by its operator's commands. */
import { runStaff } from '../../../src/cli/staff.ts'

/** Adds somebody as `npm run staff -- add` does; their one-time password. */
export async function addStaff(
  environment: Readonly<Record<string, string>>,
  now: number,
  args: readonly string[],
): Promise<string> {
  const printed: string[] = []
  const complaints: string[] = []
  const code = await runStaff(
    {
      environment,
      now: () => now,
      readInput: async () => '',
      print: (text) => void printed.push(text),
      complain: (text) => void complaints.push(text),
    },
    ['add', ...args],
  )
  const password = /\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b/.exec(printed.join('\n'))?.[0]
  if (code !== 0 || password === undefined) throw new Error(`nobody was added: ${complaints.join('\n')}`)
  return password
}
