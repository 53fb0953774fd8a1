// @ts-check
/**
 * What this browser keeps for whoever is logged in: words not sent yet, how it should sound.
 * Forgotten when they log out: a desk's computer is used by several.
 */

/**
 * @typedef {{ id: string, caseId: string, action: Record<string, any>, at: number, isTaken?: boolean }} Waiting
 *   Something done that the server may not know yet; `isTaken`: it knows, and what came of it is not seen yet.
 * @typedef {{ drafts: Record<string, string>, waiting: Waiting[], isMute?: boolean,
 *   isNoting?: boolean }} Memory
 */

const prefix = 'motcua-console:'
let key = `${prefix}nobody`
/** @type {string | null} For browsers that refuse to keep anything. */
let unsaved = null

/** @param {string} staffId */
export function openMemory(staffId) {
  key = prefix + staffId
  unsaved = null
}

/** @returns {Memory} */
export function remember() {
  /** @type {Memory} */
  const fresh = { drafts: {}, waiting: [] }
  const kept = load()
  if (!kept) return fresh
  try {
    return { ...fresh, ...JSON.parse(kept) }
  } catch {
    return fresh
  }
}

/** @param {(memory: Memory) => void} mutate */
export function change(mutate) {
  const memory = remember()
  mutate(memory)
  unsaved = JSON.stringify(memory)
  try {
    localStorage.setItem(key, unsaved)
  } catch {
    // Kept in this tab only.
  }
}

export function forget() {
  unsaved = null
  try {
    localStorage.removeItem(key)
  } catch {
    // There was nothing.
  }
}

function load() {
  try {
    return localStorage.getItem(key) ?? unsaved
  } catch {
    return unsaved
  }
}
