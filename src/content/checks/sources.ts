/** Sources that no value names. */
import type { Shaped } from '../compile/facts.ts'
import type { Complaints } from '../complaints.ts'
import type { FactValueSource } from '../schema/facts.ts'
import { keySpotOf, ref } from '../yaml.ts'

interface WithSources {
  readonly sources: Readonly<Record<string, unknown>>
  readonly facts: Readonly<Record<string, { readonly values: readonly FactValueSource[] }>>
}

export function complainOfUnusedSources({ file, data }: Shaped<WithSources>, complaints: Complaints): void {
  const named = new Set(Object.values(data.facts).flatMap(({ values }) => values.map(({ source }) => source)))
  for (const source of Object.keys(data.sources)) {
    if (named.has(source)) continue
    const spot = keySpotOf(ref(file, 'sources', source))
    complaints.warn('unused-source', spot, `no value names the source "${source}"`, 'Remove it, or name it.')
  }
}
