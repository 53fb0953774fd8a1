// @ts-check
/** Leads from a notification to its case. Keeps nothing, and stands between the page and nothing. */

const worker = /** @type {any} */ (self)

worker.addEventListener('notificationclick', (/** @type {any} */ event) => {
  const { openCase } = event.notification.data
  event.notification.close()
  event.waitUntil(lead(openCase))
})

/** @param {string} openCase */
async function lead(openCase) {
  const pages = await worker.clients.matchAll({ type: 'window' })
  const page = pages.find((/** @type {any} */ one) => new URL(one.url).pathname.startsWith('/console'))
  if (!page) return worker.clients.openWindow(`/console/cases/${encodeURIComponent(openCase)}`)
  await page.focus()
  page.postMessage({ openCase })
}
