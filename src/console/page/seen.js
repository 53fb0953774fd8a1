// @ts-check
/** What they have seen of their cases, on whatever device: the server keeps it. */
import { post } from './api.js'

/** By case: the number of the newest entry. @type {Map<string, number>} */
let seen = new Map()
/** Cases about which a request is under way. @type {Set<string>} */
const underWay = new Set()

/** Somebody else is here. */
export function startSeen() {
  seen = new Map()
}

/** The number of the newest entry they saw; 0 for a case never opened. @param {string} id */
export function seenOf(id) {
  return seen.get(id) ?? 0
}

/**
 * @param {string} id
 * @param {number} entry
 * @returns {boolean} whether that is news
 */
export function sawUpTo(id, entry) {
  if (seenOf(id) >= entry) return false
  seen.set(id, entry)
  void tellServer(id)
  return true
}

/**
 * What the server knows, with what could not be told to it when it was seen.
 * @param {readonly { id: string, lastEntry: number }[]} rows
 * @param {Record<string, number>} unread by case, where there is something
 */
export function takeUnread(rows, unread) {
  for (const { id, lastEntry } of rows) {
    const there = lastEntry - (unread[id] ?? 0)
    if (there > seenOf(id)) seen.set(id, there)
    else if (there < seenOf(id)) void tellServer(id)
  }
}

/** One request at a time for a case; what is seen meanwhile goes with the next. @param {string} id */
async function tellServer(id) {
  if (underWay.has(id)) return
  underWay.add(id)
  let told = 0
  try {
    while (seenOf(id) > told) {
      const entry = seenOf(id)
      await post(`cases/${id}/seen`, { entry }, { byItself: true })
      told = entry
    }
  } catch {
    // The next list shows that it is not known there.
  } finally {
    underWay.delete(id)
  }
}
