/**
 * What is said to who starts the service with a Node that cannot run it; `undefined` when it can. Its sources are
 * TypeScript, run as they are.
 */
export function refusalOf({ version, features }) {
  if (features.typescript) return undefined
  return `Một Cửa needs Node 24; this is ${version}. "npm ci" brings Node 24 along, "npm ci --omit=dev" does not: see docs/operations.md.`
}
