/** The words said in a group, by key, in the language of its desk. */
export type Words = (key: string, values?: Readonly<Record<string, string>>) => string

/** @param phrase the text of a whole key; one nobody wrote gives no words */
export function wordsFrom(phrase: (key: string) => string): Words {
  return (key, values = {}) =>
    phrase(`relay.${key}`).replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}
