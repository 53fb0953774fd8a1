/** Processes that a run starts for itself. */
import type { ChildProcess } from 'node:child_process'

/** Lets nothing run on, and write to folders that are gone, when this process is ended in the middle. */
export function endWithThisProcess(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}
