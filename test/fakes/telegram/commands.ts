/** The lists of commands a bot shows, one for each scope and language. */
import { isRecord, type Params, structureOf, textOf } from './params.ts'
import { badRequest } from './refusal.ts'

const maxCommands = 100
const maxDescription = 256
const scopes: Readonly<Record<string, readonly string[]>> = {
  default: [],
  all_private_chats: [],
  all_group_chats: [],
  all_chat_administrators: [],
  chat: ['chat_id'],
  chat_administrators: ['chat_id'],
  chat_member: ['chat_id', 'user_id'],
}

export interface WireCommand {
  readonly command: string
  readonly description: string
}

export interface Commands {
  /** @throws Refusal 400 */
  set(params: Params): true
  /** Exactly the list of that scope and language: what a citizen sees falls back, what is read here does not. */
  get(params: Params): readonly WireCommand[]
  remove(params: Params): true
}

export function createCommands(): Commands {
  const lists = new Map<string, readonly WireCommand[]>()
  return {
    set(params) {
      const key = keyOf(params)
      const commands = structureOf(params, 'commands')
      if (!Array.isArray(commands)) throw badRequest("can't parse commands: an array is expected")
      if (commands.length > maxCommands) throw badRequest('BOT_COMMANDS_TOO_MUCH')
      lists.set(key, commands.map(readCommand))
      return true
    },
    get: (params) => lists.get(keyOf(params)) ?? [],
    remove(params) {
      lists.delete(keyOf(params))
      return true
    },
  }
}

function keyOf(params: Params): string {
  const language = textOf(params, 'language_code')
  if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified')
  const scope = structureOf(params, 'scope') ?? { type: 'default' }
  const type = isRecord(scope) && typeof scope.type === 'string' ? scope.type : ''
  const needed = scopes[type]
  if (!isRecord(scope) || needed === undefined) throw badRequest('unsupported BotCommandScope type')
  return [type, ...needed.map((name) => `${name}=${textOf(scope, name)}`), language].join('|')
}

function readCommand(value: unknown): WireCommand {
  if (!isRecord(value)) throw badRequest("can't parse BotCommand: an object is expected")
  const command = textOf(value, 'command').replace(/^\//, '')
  const description = textOf(value, 'description')
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  if (description === '' || description.length > maxDescription)
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  return { command, description }
}
