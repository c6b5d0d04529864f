#!/usr/bin/env node
// What `npm start`, `npm test` and `npm run cli` go through: installs what is missing, then runs the real thing with
// the Node that the project pins. Plain JavaScript, because the Node that starts it may be an older one.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, isAsBefore, pinnedNode, whyInstall } from './install.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The commands that may be a person's first, before anything is installed, and the file of each. */
const TASKS = {
  start: ['build/setup/start.ts'],
  cli: ['electron/cli.ts'],
  test: ['build/setup/test.ts'],
}

const say = (sentence) => process.stderr.write(`${sentence}\n`)

function fileOf(task, args) {
  if (task !== 'bench') return { command: TASKS[task], rest: args }
  const [name, ...rest] = args
  if (!name || !/^[a-z0-9-]+$/.test(name)) return { command: undefined, rest }
  return { command: [`test/bench/${name}.ts`], rest }
}

const [task = '', ...given] = process.argv.slice(2)
const { command, rest } = fileOf(task, given)
if (!command) {
  say(task === 'bench' ? 'Usage: npm run bench -- <name of a file in test/bench>' : `There is no task "${task}".`)
  process.exit(64)
}

/** Installing and building write beside the sources: who may not do that is told so, and not by a failure half-way. */
function whyNotHere() {
  try {
    for (const place of [root, path.join(root, 'node_modules'), path.join(root, 'dist')])
      if (existsSync(place)) accessSync(place, constants.W_OK)
    return null
  } catch {
    const owner = typeof process.getuid === 'function' && statSync(root).uid !== process.getuid()
    return owner
      ? `The folder ${root} belongs to another user of this computer, and npm installs and builds in it. Copy it to a folder of your own and start it there.`
      : `Nothing can be written in ${root}, where npm installs and builds. Allow it, or copy the folder to a place of your own and start it there.`
  }
}

const notHere = task === 'cli' ? null : whyNotHere()
if (notHere !== null) {
  say(notHere)
  process.exit(1)
}

try {
  if (!isAsBefore(root) && whyInstall(root) !== null) install(root, say)
} catch (error) {
  say(error.message)
  process.exit(1)
}

/** Fifty thousand documents leave much behind: a small nursery of young objects halves what a command holds at its peak. */
const NODE_FLAGS = task === 'cli' ? ['--max-semi-space-size=4'] : []

const node = existsSync(pinnedNode(root)) ? pinnedNode(root) : process.execPath
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
  say(`This project needs Node 24 or later, which could not be installed; this is Node ${process.versions.node}.`)
  process.exit(1)
}
const [file, ...first] = command
const target = path.join(root, file)
if (!existsSync(target)) {
  say(`"npm run ${task}" needs ${file}, which is not there.`)
  process.exit(64)
}

// Paths that are given to the CLI count from where the caller stands, not from where npm runs its scripts.
const throughNpm = process.env.npm_lifecycle_event === task ? process.env.INIT_CWD : undefined
const cwd = task === 'cli' ? (throughNpm ?? process.cwd()) : root
const binaries = path.join(root, 'node_modules', '.bin')
/** What Node made of the sources at an earlier start, so that a command begins at once; Node checks each file against its source. */
const COMPILED = path.join(root, 'node_modules', '.cache', 'billdr-qbo', 'compiled')
const child = spawn(node, [...NODE_FLAGS, target, ...first, ...rest], {
  stdio: 'inherit',
  cwd,
  env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}` },
})
// A terminal hands its interrupt to the child as well; a signal that was sent to this process alone is passed on.
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT')
})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  say(`Could not start ${path.basename(node)}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  if (signal !== null) {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  } else process.exit(code ?? 1)
})
