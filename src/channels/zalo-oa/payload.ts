/** What a button of ours carries, and how a tap on it is known. Pure. */

/**
 * A pressed button comes back as an ordinary text whose words are the button's payload (O4): the payload must be nothing
 * that anyone types. It begins with `#`, so that it passes even where the console's "syntax filter" is on by mistake,
 * a filter that swallows all that citizens type themselves (O1).
 */
const mark = '#='
const maxChoiceBytes = 64

export function payloadOf(choice: string): string {
  return `${mark}${choice}`
}

/** The choice whose button was pressed; `undefined` for words of the citizen's own. */
export function choiceOf(text: string): string | undefined {
  if (!text.startsWith(mark)) return undefined
  const choice = text.slice(mark.length).trim()
  const isChoice = choice !== '' && !/\s/.test(choice) && Buffer.byteLength(choice) <= maxChoiceBytes
  return isChoice ? choice : undefined
}
