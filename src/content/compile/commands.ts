/** The whole utterances that give a command, or ask about a topic: patterns -> a table of what they stand for. */
import { fold, foldKeepingMarks } from '../../text/fold.ts'
import { parsePattern, phrasesOf } from '../../text/heard/patterns.ts'
import type { Complaints } from '../complaints.ts'
import type { CommandName, Topic } from '../content.ts'
import type { InterfaceFile } from '../schema/interface.ts'
import { below, type Ref, spotOf } from '../yaml.ts'
import { complainOfPattern } from './hears.ts'

/** What each utterance commands, with and without marks; complains about patterns, and about words of two commands. */
export function compileCommands(
  lists: InterfaceFile['commands'],
  at: Ref,
  complaints: Complaints,
): ReadonlyMap<string, CommandName> {
  const commands = new Map<string, CommandName>()
  for (const [command, patterns] of Object.entries(lists) as [CommandName, string[]][]) {
    for (const [index, pattern] of patterns.entries()) {
      const its = below(at, command, index)
      for (const phrase of phrasesIn(pattern, its, complaints)) {
        const folded = fold(phrase)
        const other = commands.get(folded)
        if (other !== undefined && other !== command) {
          const message = `"${phrase}" is a word for "${other}" already (accents do not count)`
          complaints.error('command-clash', spotOf(its), message, 'Keep it at one of the two.')
        }
        commands.set(folded, command)
        commands.set(foldKeepingMarks(phrase), command)
      }
    }
  }
  return commands
}

/** What each utterance asks about, with and without marks; complains about patterns. */
export function compileAsks(
  lists: InterfaceFile['asks'],
  at: Ref,
  complaints: Complaints,
): ReadonlyMap<string, Topic> {
  const asks = new Map<string, Topic>()
  for (const [topic, patterns] of Object.entries(lists) as [Topic, string[]][]) {
    for (const [index, pattern] of patterns.entries()) {
      for (const phrase of phrasesIn(pattern, below(at, topic, index), complaints)) {
        asks.set(fold(phrase), topic)
        asks.set(foldKeepingMarks(phrase), topic)
      }
    }
  }
  return asks
}

/** What is no pattern stands for itself, signs and all: "/start". */
export function phrasesIn(pattern: string, at: Ref, complaints: Complaints): readonly string[] {
  if (!/[()|]/.test(pattern)) return [pattern]
  const parsed = parsePattern(pattern)
  if ('items' in parsed) return phrasesOf(parsed.items)
  complainOfPattern(parsed.fault, at, complaints)
  return []
}
