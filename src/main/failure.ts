/** What the operator reads when the service cannot start: one message, no stack. */
import { formatProblems } from '../content/report.ts'
import { ConfigError, ContentError, MotCuaError } from '../errors.ts'

/** The message, and the exit code that goes with it. */
export function explain(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof ConfigError) return { message: error.message, exitCode: 2 }
  if (error instanceof ContentError) return { message: formatProblems(error.problems), exitCode: 1 }
  if (error instanceof MotCuaError) return { message: error.message, exitCode: 1 }
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: '' }
  if (code === 'EADDRINUSE') {
    return { message: 'PORT is taken by another program. Stop that one, or set another PORT.', exitCode: 1 }
  }
  return { message: `The service cannot start: ${message}`, exitCode: 1 }
}
