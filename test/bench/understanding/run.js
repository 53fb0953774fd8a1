/**
 * The process of the peers: takes examples and texts as one JSON object on standard input, and answers with what each
 * peer makes of each text. Told nothing but the text of an example and its label, `out-of-scope` among them.
 */
import { text as readAll } from 'node:stream/consumers'

/** @typedef {{ text: string, label: string }} Example */
/** @typedef {{ label: string, score: number }} Guess */

const candidates = 10
/** After so long a peer is asked no more: what it was asked until then is a sample of all texts. */
const longestReadingMs = 40_000
/** Steps through the texts so that neighbours are far apart; prime. */
const textStride = 389

/** Distinct labels of ranked examples, best first. @param {Guess[]} ranked */
function byLabel(ranked) {
  const best = new Map()
  for (const one of ranked) if (!best.has(one.label)) best.set(one.label, one)
  return [...best.values()].slice(0, candidates)
}

/** One peer: learns examples, gives the reading of a text. @type {Record<string, (examples: Example[]) => Promise<(text: string) => Promise<Guess[]> | Guess[]>>} */
const peers = {
  'node-nlp vi': async (examples) => {
    const { NlpManager } = (await import('node-nlp')).default
    const manager = new NlpManager({
      languages: ['vi'],
      forceNER: false,
      autoSave: false,
      autoLoad: false,
      nlu: { log: false, useNoneFeature: true },
    })
    for (const { text, label } of examples) manager.addDocument('vi', text, label)
    await manager.train()
    return async (text) => {
      const { classifications } = await manager.process('vi', text)
      return byLabel(classifications.map(({ intent, score }) => ({ label: intent, score })))
    }
  },
  MiniSearch: async (examples) => {
    const { default: MiniSearch } = await import('minisearch')
    const index = new MiniSearch({
      fields: ['text'],
      storeFields: ['label'],
      searchOptions: { fuzzy: 0.2, prefix: true },
    })
    index.addAll(examples.map((one, id) => ({ ...one, id })))
    return (text) => byLabel(index.search(text))
  },
  'Fuse.js': async (examples) => {
    const { default: Fuse } = await import('fuse.js')
    const index = new Fuse(examples, {
      keys: ['text'],
      includeScore: true,
      threshold: 0.6,
      ignoreLocation: true,
      ignoreDiacritics: true,
    })
    return (text) =>
      byLabel(
        index.search(text, { limit: 50 }).map(({ item, score }) => ({ label: item.label, score: 1 - score })),
      )
  },
}

const { examples, texts } = JSON.parse(await readAll(process.stdin))
const answers = {}
for (const [name, learn] of Object.entries(peers)) {
  const started = performance.now()
  const read = await learn(examples)
  const learned = performance.now()
  const guesses = texts.map(() => null)
  let asked = 0
  while (asked < texts.length && performance.now() - learned < longestReadingMs) {
    const i = (asked * textStride) % texts.length
    guesses[i] = await read(texts[i])
    asked++
  }
  const microseconds = (1_000 * (performance.now() - learned)) / asked
  answers[name] = { trainMs: learned - started, readUs: microseconds, guesses }
}
process.stdout.write(JSON.stringify(answers))
