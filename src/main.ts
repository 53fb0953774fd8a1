/**
 * `npm start`: the process around the service. Exit codes: 0 stopped when asked, 1 could not start or failed, 2 wrong
 * settings.
 */
import { loadEnvFile, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { explain } from './main/failure.ts'
import { startService } from './main/service.ts'

/** Starts the service from the environment; a start that fails ends the process with one plain message. */
export async function run(): Promise<void> {
  await main().catch(fail)
}

async function main(): Promise<void> {
  loadEnvFile()
  const config = readConfig(process.env)
  const log = createLog({ level: config.logLevel })
  const crash = (error: unknown): never => {
    log.error({ err: error }, 'A fault nobody caught; the process ends.')
    process.exit(1)
  }
  process.on('unhandledRejection', crash)
  process.on('uncaughtException', crash)

  const tellOperator = (text: string) => void process.stdout.write(`${text}\n`)
  const service = await startService(config, log, tellOperator)
  const stop = () => {
    // Asked a second time, the operator wants it at once.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))
    service.stop().then(() => process.exit(0), crash)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  tellOperator(`Một Cửa đang chạy: ${service.url}`)
  if (service.staff === undefined) return
  tellOperator(`Trang cán bộ: ${service.staff.url}`)
  // That a store cannot tell now is told by others.
  if (await service.staff.isNobodyYet().catch(() => false))
    tellOperator(
      'Chưa có ai vào được. Thêm người quản trị: npm run staff -- add --login ten --name "Họ tên" --role admin',
    )
}

function fail(error: unknown): never {
  const { message, exitCode } = explain(error)
  process.stderr.write(`${message.trimEnd()}\n`)
  process.exit(exitCode)
}

if (import.meta.main) await run()
