/** Freezes a value and all it holds, so that whoever changes it throws. Getters are left uncalled. */
export function deepFreeze<T>(value: T): T {
  freeze(value, new Set())
  return value
}

function freeze(value: unknown, seen: Set<unknown>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (value instanceof Map || value instanceof Set) {
    forbidChanges(value)
    for (const one of value.values()) freeze(one, seen)
  }
  Object.freeze(value)
  for (const { value: one } of Object.values(Object.getOwnPropertyDescriptors(value))) freeze(one, seen)
}

/** A frozen map can still be filled: its own methods are covered by ones that throw. */
function forbidChanges(collection: Map<unknown, unknown> | Set<unknown>): void {
  for (const method of ['set', 'add', 'delete', 'clear']) {
    if (!(method in collection)) continue
    Object.defineProperty(collection, method, {
      value: () => {
        throw new TypeError(`${method} on something frozen`)
      },
    })
  }
}
