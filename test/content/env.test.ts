import { expect, test } from 'vitest'
import { Day } from '../../src/calendar/day.ts'
import { Env, emptyEnv, SymbolTable } from '../../src/content/content.ts'

const today = Day.of(2026, 11, 22)

function made(): Env {
  const symbols = new SymbolTable()
  for (const name of ['kind', 'born', 'late']) symbols.indexOf(name)
  const env = new Env(symbols, today)
  env.set('kind', 'paper')
  return env
}

test('what is known is read by name and by index', () => {
  const env = made()
  expect(env.get('kind')).toBe('paper')
  expect(env.at(env.symbols.indexOf('kind'))).toBe('paper')
  expect(env.get('born')).toBeUndefined()
  expect(env.known()).toEqual({ kind: 'paper' })
})

test('a name that nobody has is unknown, and does not become one', () => {
  const env = made()
  expect(env.get('constructor')).toBeUndefined()
  expect([...env.symbols.names]).toEqual(['kind', 'born', 'late'])
  expect(emptyEnv.get('kind')).toBeUndefined()
})

test('a copy goes its own way, on another day if need be', () => {
  const env = made()
  const tomorrow = today?.plusDays(1)
  const copy = env.copy(tomorrow)
  copy.set('kind', 'cloth')
  copy.set('late', true)
  expect([env.get('kind'), env.get('late'), env.today]).toEqual(['paper', undefined, today])
  expect([copy.get('kind'), copy.get('late'), copy.today]).toEqual(['cloth', true, tomorrow])
})
