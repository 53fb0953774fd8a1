import type { Example } from '../content/content.ts'
import { loadSpelling } from './spelling.ts'
import { createUnderstander, type Understander } from './understander.ts'

/**
 * Gives the understander for the examples of the content in use. It is trained when it is first asked for, and again
 * when the examples have changed; loads that leave them alone keep the one there is.
 *
 * @throws ContentError when `<localesDir>/vi/spelling.yaml` is not as it should be
 */
export function lazyUnderstander(
  localesDir: string,
): (content: { readonly version: string; readonly examples: readonly Example[] }) => Understander {
  let trained:
    | { readonly version: string; readonly key: string; readonly understander: Understander }
    | undefined
  return ({ version, examples }) => {
    if (trained?.version === version) return trained.understander
    const key = JSON.stringify(examples)
    const understander =
      trained?.key === key ? trained.understander : createUnderstander(examples, loadSpelling(localesDir))
    trained = { version, key, understander }
    return understander
  }
}
