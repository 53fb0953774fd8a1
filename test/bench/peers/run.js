/** The process of one peer, started by `npm run bench -- --store redis`. Argument: its name. */
import { serveContender } from '../../../src/cli/bench/contender.ts'
import { start as startFloor } from './floor.js'

const [name] = process.argv.slice(2)

async function startOf() {
  switch (name) {
    case 'floor':
      return startFloor
    case 'telegraf':
      return (await import('./telegraf.js')).start
    case 'grammy':
      return (await import('./grammy.js')).start
    default:
      throw new Error(`no peer ${name}`)
  }
}

const start = await startOf()
serveContender(async (options) => {
  const { turns } = options
  const { say, close } = await start(options)
  return { say: (chat, turn) => say(chat, turns[turn].text, turns[turn].isTap), close }
})
