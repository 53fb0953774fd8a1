/** The index of all names: what is called so, exactly or with one slip. */
import { isOneSlipApart } from '../text/edit-distance.ts'
import { fold } from '../text/fold.ts'
import { gather } from './gather.ts'
import type { Gazetteer } from './gazetteer.ts'
import { keyMaker, nameKey, wordsOf } from './spelling.ts'

export type Level = 'commune' | 'unit' | 'district' | 'former' | 'province'

/** What a name stands for: a level, an index there, and the name as it is written properly. */
export interface Holder {
  readonly level: Level
  readonly index: number
  readonly name: string
  /** It is no name of its own but what people also say, e.g. "Sài Gòn". */
  readonly isAlias?: true
}

export interface Names {
  /** What has this key; empty when nothing has. */
  exactly(key: string): readonly Holder[]
  /** The keys one slip apart; only of four letters and more. */
  nearly(key: string): readonly string[]
  /** Districts and provinces by the first letters of their words: `gv`. */
  byInitials(letters: string): readonly Holder[]
}

export type Aliases = ReadonlyMap<string, readonly string[]>

const levels: readonly Level[] = ['commune', 'unit', 'district', 'former', 'province']
const bits = 14
const roman: Readonly<Record<string, string>> = {
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
}
const minSlipLetters = 4
const maxInitials = 4

/** Builds the index. `aliases`: other names of the present provinces, by their ids. */
export function indexNames(gazetteer: Gazetteer, aliases: Aliases): Names {
  const { names, communeName, unitName, districts, formers, provinces } = gazetteer
  const keyOf = keyMaker()
  const keys = names.map(keyOf)
  const lists = gather((put) => {
    const putAll = (level: number, pointers: Uint16Array) => {
      for (let index = 0; index < pointers.length; index++) {
        const key = keys[pointers[index] ?? 0] ?? ''
        put(key, (level << bits) | index)
        const number = roman[key]
        if (number !== undefined) put(number, (level << bits) | index)
      }
    }
    putAll(0, communeName)
    putAll(1, unitName)
    for (const [index, { name }] of districts.entries()) put(keyOf(name), (2 << bits) | index)
    for (const [index, { name }] of formers.entries()) put(keyOf(name), (3 << bits) | index)
    for (const [index, { name }] of provinces.entries()) put(keyOf(name), (4 << bits) | index)
  })
  // A town among the aliases is a former district of its own, which says more.
  const towns = new Set(districts.map(({ name }) => keyOf(name)))
  const called = new Map<string, Holder[]>()
  for (const [index, { id, name }] of provinces.entries()) {
    for (const alias of aliases.get(id) ?? []) {
      const key = nameKey(alias)
      const isFormer = formers.some((one) => one.province === index && nameKey(one.name) === key)
      if (isFormer || key === nameKey(name) || towns.has(key)) continue
      called.set(key, [...(called.get(key) ?? []), { level: 'province', index, name: alias, isAlias: true }])
    }
  }
  const holderOf = (packed: number): Holder => {
    const level = levels[packed >> bits] ?? 'commune'
    const index = packed & ((1 << bits) - 1)
    return { level, index, name: properName(gazetteer, level, index) }
  }
  const near = nearIndex([...new Set([...lists.keys(), ...called.keys()])])
  const initials = indexInitials(gazetteer)
  return {
    exactly: (key) => [...Array.from(lists.list(key), holderOf), ...(called.get(key) ?? [])],
    nearly: (key) => near(key),
    byInitials: (letters) => initials.get(letters) ?? [],
  }
}

/** The name of something, as it is written properly, without its kind. */
export function properName(gazetteer: Gazetteer, level: Level, index: number): string {
  const { names, communeName, unitName, districts, formers, provinces } = gazetteer
  switch (level) {
    case 'commune':
      return names[communeName[index] ?? -1] ?? ''
    case 'unit':
      return names[unitName[index] ?? -1] ?? ''
    case 'district':
      return districts[index]?.name ?? ''
    case 'former':
      return formers[index]?.name ?? ''
    case 'province':
      return provinces[index]?.name ?? ''
  }
}

/**
 * A slip touches two neighbouring letters at most, so either the first or the last letters are right: keys are found
 * by these and their length.
 */
function nearIndex(keys: readonly string[]): (key: string) => readonly string[] {
  const buckets = gather((put) => {
    for (const [at, key] of keys.entries()) {
      if (key.length < minSlipLetters || /^\d/.test(key)) continue
      put(`<${key.slice(0, 2)}${key.length}`, at)
      put(`>${key.slice(-2)}${key.length}`, at)
    }
  })
  return (key) => {
    if (key.length < minSlipLetters || /^\d/.test(key)) return []
    const found = new Set<string>()
    for (let length = key.length - 1; length <= key.length + 1; length++) {
      for (const bucket of [`<${key.slice(0, 2)}${length}`, `>${key.slice(-2)}${length}`]) {
        for (const at of buckets.list(bucket)) {
          const other = keys[at] ?? ''
          if (other !== key && isOneSlipApart(other, key)) found.add(other)
        }
      }
    }
    return [...found]
  }
}

function indexInitials({ districts, formers, provinces }: Gazetteer): ReadonlyMap<string, readonly Holder[]> {
  const found = new Map<string, Holder[]>()
  const add = (level: Level, units: readonly { readonly name: string }[]) => {
    for (const [index, { name }] of units.entries()) {
      const words = wordsOf(name)
      const letters = words.map((word) => fold(word)[0]).join('')
      if (words.length < 2 || letters.length > maxInitials) continue
      found.set(letters, [...(found.get(letters) ?? []), { level, index, name }])
    }
  }
  add('district', districts)
  add('former', formers)
  add('province', provinces)
  return found
}
