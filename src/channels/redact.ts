/** Takes secrets out of texts that somebody may read. */

/** A function that replaces each secret, also as it stands in an address, by `[secret]`. Short ones are left alone. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    // The half of a bot token behind its colon is a secret by itself.
    .flatMap((secret) => [secret, secret.slice(secret.indexOf(':') + 1)])
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((form) => form.length >= 6)
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text)
}
