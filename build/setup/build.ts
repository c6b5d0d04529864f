import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import type { InlineConfig } from 'vite'
import { build } from 'vite'
import { makeHelp } from '../help/make.ts'
import { inTurn } from './turn.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

/** Programs that main starts beside itself; each is one file, since nothing but packages lies near it. */
const SIDE_PROGRAMS = ['keychain-process', 'receipts-process', 'reading-process'] as const

export type Part = 'window' | 'main' | 'help'

/** What each part is made from; a change in any of it makes the part again. */
const SOURCES: Record<Part, readonly string[]> = {
  window: ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'],
  main: ['electron', 'shared', 'package.json', 'package-lock.json', 'build/setup/build.ts'],
  help: ['build/help', 'shared'],
}

const RESULT: Record<Part, readonly string[]> = {
  window: ['dist/window/index.html'],
  main: ['dist/main.js', 'dist/cli.js', 'dist/preload.cjs', ...SIDE_PROGRAMS.map((name) => `dist/${name}.cjs`)],
  help: ['dist/help/en/index.html', 'dist/help/fr/index.html'],
}

/** Builds the parts whose sources changed since they were last built; answers which. Several at once take turns. */
export async function buildWhatChanged(parts: readonly Part[], root = ROOT): Promise<Part[]> {
  return inTurn(path.join(root, 'dist', '.building'), () => buildInTurn(parts, root))
}

async function buildInTurn(parts: readonly Part[], root: string): Promise<Part[]> {
  const built: Part[] = []
  for (const part of parts) {
    const state = stateOf(part, root)
    const stamp = path.join(root, 'dist', `.${part}`)
    if (
      RESULT[part].every((file) => existsSync(path.join(root, file))) &&
      existsSync(stamp) &&
      readFileSync(stamp, 'utf8') === state
    )
      continue
    await buildPart(part, root)
    mkdirSync(path.dirname(stamp), { recursive: true })
    writeFileSync(stamp, state)
    built.push(part)
  }
  return built
}

/** Builds one part, whatever its state. The window goes to dist/window by vite.config.ts. */
export async function buildPart(part: Part, root = ROOT): Promise<void> {
  if (part === 'window') {
    await build({ root: path.join(root, 'renderer'), configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
    return
  }
  if (part === 'help') {
    makeHelp(path.join(root, 'dist', 'help'))
    return
  }
  // Their names hold a hash: those of earlier builds would be packed too.
  rmSync(path.join(root, 'dist', 'parts'), { recursive: true, force: true })
  await build(mainProcess(root))
  await build(preload(root))
  for (const name of SIDE_PROGRAMS) await build(sideProgram(root, name))
}

/**
 * The main process and the terminal command, as modules of today's Node. Packages stay outside: electron-builder packs
 * them, and keytar is a native one.
 */
function mainProcess(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node24',
      outDir: path.join(root, 'dist'),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { main: path.join(root, 'electron/main.ts'), cli: path.join(root, 'electron/cli.ts') },
        external: ['electron', ...nodeModules()],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
    ssr: { target: 'node' },
  }
}

/** A preload in Electron's sandbox is one CommonJS file that can require nothing but Electron. */
function preload(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      target: 'chrome140',
      outDir: path.join(root, 'dist'),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { preload: path.join(root, 'electron/shell/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    ssr: { target: 'node', noExternal: true },
  }
}

/** CommonJS, which every process of Node and Electron starts. */
function sideProgram(root: string, name: (typeof SIDE_PROGRAMS)[number]): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      target: 'es2022',
      outDir: path.join(root, 'dist'),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { [name]: path.join(root, `electron/${name}.ts`) },
        external: nodeModules(),
        output: { format: 'cjs', entryFileNames: '[name].cjs', dynamicImportInCjs: false, codeSplitting: false },
      },
    },
    ssr: { target: 'node' },
  }
}

function nodeModules(): string[] {
  return builtinModules.flatMap((name) => [name, `node:${name}`])
}

/** A hash over names, sizes and times of the sources. */
function stateOf(part: Part, root: string): string {
  const hash = createHash('sha256')
  for (const source of SOURCES[part]) {
    const place = path.join(root, source)
    if (!existsSync(place)) continue
    const files = statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort()
      : [place]
    for (const file of files) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${path.relative(root, file)}\n${size}\n${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** What `npm run build` says that it built. */
const NAMES: Record<Part, string> = {
  window: 'window (dist/window)',
  main: 'main process (dist)',
  help: 'help (dist/help)',
}

if (import.meta.main) {
  for (const part of ['window', 'main', 'help'] as const) {
    const started = Date.now()
    await buildPart(part)
    console.log(`Built the ${NAMES[part]} in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  }
}
