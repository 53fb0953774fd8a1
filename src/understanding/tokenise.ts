/** What stands between two spaces, taken apart. */

/** Of Vietnamese and its neighbours, without the ð that stands for đ. */
const lettersOnly = /^[a-zà-ïñ-öø-ɏạ-ỹ]+$/

/** The number of a dossier names who received it, with letters in its midst: "H45.12-260812-0034", "000.00.12.H15". */
const dossierNumber = /(?<![\p{L}\p{N}])(?:(?:\d+\.)+[gh]\d\d|[gh]\d\d(?=[.-]\d))(?:[.-]\d+)*/gu

/**
 * Words and numbers of what stands between two spaces; links, addresses, numbers of dossiers and long numbers become
 * one word each.
 */
export function tokenise(chunk: string): string[] {
  if (lettersOnly.test(chunk)) return [chunk]
  return chunk
    .replace(/\b(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/g, ' lienket ')
    .replace(/[đð]/g, 'đ')
    .replace(dossierNumber, ' sohoso ')
    .replace(/\d[\d.,/:-]{4,}/g, ' 000 ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((token) => token !== '')
    .map((token) => (/^\d\d+$/.test(token) ? '00' : token))
}
