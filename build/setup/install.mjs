// Plain JavaScript without dependencies: it runs on the Node that a person happens to have (18 or later), before
// anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The Node that the project pins for its own work. */
export function pinnedNode(root) {
  const folder = path.join(root, 'node_modules', 'node', 'bin')
  return path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * Says in a few words why node_modules cannot be used as it is, or null where it can. It compares what npm wrote down
 * about its last install (node_modules/.package-lock.json) with the lock file, so an `npm install <package>` by hand
 * counts as well as our own. Optional packages may be absent: they are the ones that another machine needs, or that
 * could not be built here.
 */
export function whyInstall(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'))
  if (!wanted) return null
  const have = readJson(path.join(root, 'node_modules', '.package-lock.json'))
  if (!have) return 'nothing is installed yet'
  for (const [place, entry] of Object.entries(wanted.packages)) {
    if (place === '') continue
    const installed = have.packages[place]
    const mayBeAbsent = entry.optional || entry.devOptional || entry.peer
    if (!installed && !mayBeAbsent) return `${nameAt(place)} is missing`
    if (installed && installed.version !== entry.version)
      return `${nameAt(place)} has another version than the lock file`
  }
  if (!existsSync(pinnedNode(root))) return 'the pinned Node is missing'
  return null
}

/**
 * Whether the packages were found complete before and nothing was installed since, by the sizes and times of the two lists that
 * `whyInstall` compares: reading those takes longer than many a command. False where it is not known; then it is noted.
 */
export function isAsBefore(root) {
  const lists = ['package-lock.json', path.join('node_modules', '.package-lock.json')]
  const stamp = path.join(root, 'node_modules', '.cache', 'billdr-qbo', 'complete')
  try {
    const now = lists.map((list) => {
      const { size, mtimeMs } = statSync(path.join(root, list))
      return `${size} ${mtimeMs}`
    })
    const text = now.join('\n')
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === text) return existsSync(pinnedNode(root))
    if (whyInstall(root) !== null) return false
    mkdirSync(path.dirname(stamp), { recursive: true })
    writeFileSync(stamp, text)
    return true
  } catch {
    // A folder that cannot be written, or a list that is not there: both are looked into.
    return false
  }
}

/**
 * Runs `npm ci` with everything it says on standard error, so that a command's own output stays clean. Two starts at
 * once take turns. Throws with one sentence where npm fails.
 */
export function install(root, say) {
  const release = takeTurn(root, say)
  try {
    const why = whyInstall(root)
    if (why === null) return
    say(`Installing the packages of this project (${why}); this takes a minute or two.`)
    const { command, before, shell } = npm()
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
    const done = spawnSync(command, [...before, ...args], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell,
      env: environmentForNpm(),
    })
    if (done.status !== 0)
      throw new Error('The packages could not be installed: see what npm says above, then try again.')
    if (!existsSync(pinnedNode(root))) {
      // A machine-wide "ignore-scripts" skips the step that fetches the pinned Node.
      spawnSync(command, [...before, 'rebuild', '--ignore-scripts=false', 'node'], {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell,
        env: environmentForNpm(),
      })
    }
    const keychain = keychainMissing(root)
    if (keychain !== null) say(keychain)
  } finally {
    release()
  }
}

/** One sentence where keytar did not get built, naming what it lacked and what follows; null where it is there. */
export function keychainMissing(root, platform = process.platform, has = canRun) {
  if (existsSync(path.join(root, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node'))) return null
  const lacks = []
  if (platform === 'linux' && !has('pkg-config', ['--exists', 'libsecret-1']))
    lacks.push('the libsecret headers (Debian: libsecret-1-dev)')
  if (platform !== 'win32' && !has('c++', ['--version']))
    lacks.push(platform === 'darwin' ? 'the Xcode command line tools' : 'a C++ compiler (Debian: g++ and make)')
  if (!has('python3', ['--version']) && !has('python', ['--version'])) lacks.push('Python')
  const missing = lacks.length === 0 ? 'its prebuilt binary, and building it failed' : lacks.join(' and ')
  return (
    `The keychain package (keytar) is not installed: missing is ${missing}. ` +
    'The app will say so and will not connect to QuickBooks; the practice company works. Put that right, then run: npm ci'
  )
}

/** npm as it was started, by the Node that started it; else the npm on the path. */
function npm() {
  const script = process.env.npm_execpath
  const node = process.env.npm_node_execpath
  if (script && node && /npm-cli\.[cm]?js$/.test(script) && existsSync(script) && existsSync(node))
    return { command: node, before: [script], shell: false }
  return process.platform === 'win32'
    ? { command: 'npm.cmd', before: [], shell: true }
    : { command: 'npm', before: [], shell: false }
}

/**
 * `npm run -s` hands its own options down as npm_config_…: with "silent" a failure would say nothing, with "production"
 * half of the project would be left out.
 */
function environmentForNpm() {
  const environment = { ...process.env }
  for (const name of Object.keys(environment)) {
    if (
      /^npm_config_(loglevel|json|omit|include|production|only|dry_run|ignore_scripts|global|workspace|prefix)$/i.test(
        name,
      )
    )
      delete environment[name]
  }
  delete environment.NODE_ENV
  environment.npm_config_loglevel = 'error'
  const headers = headersOfNode()
  if (headers !== null) environment.npm_config_nodedir ??= headers
  return environment
}

/**
 * Where this Node has its own headers, or null. With them the keychain package can be compiled on a machine that cannot
 * download any; it speaks Node-API, so that the pinned Node takes it too.
 */
function headersOfNode() {
  const folder = path.resolve(path.dirname(realpathSync(process.execPath)), '..')
  return existsSync(path.join(folder, 'include', 'node', 'node_api.h')) ? folder : null
}

/** Waits while another start installs; answers what ends our own turn. */
function takeTurn(root, say) {
  const lock = path.join(root, '.installing')
  let told = false
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(path.join(lock, 'pid'), String(process.pid))
      return () => rmSync(lock, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned(lock)) {
      rmSync(lock, { recursive: true, force: true })
      continue
    }
    if (!told) say('Another start is installing the packages; waiting for it.')
    told = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
  }
}

function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(path.join(lock, 'pid'), 'utf8'))
    process.kill(pid, 0)
    return false
  } catch (error) {
    if (error.code === 'EPERM') return false
    if (error.code === 'ESRCH') return true
    // No pid yet: it is being written, unless its writer died in between.
    try {
      return Date.now() - statSync(lock).mtimeMs > 5_000
    } catch {
      return false
    }
  }
}

function canRun(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

function nameAt(place) {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
