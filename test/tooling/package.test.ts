import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

interface LockEntry {
  version?: string
  resolved?: string
  hasInstallScript?: boolean
  os?: string[]
}

interface Manifest {
  scripts: Record<string, string>
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
  devDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest
const lockText = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')
const lock = JSON.parse(lockText) as { packages: Record<string, LockEntry> }

function nameAt(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

describe('the lock file', () => {
  it('holds no download addresses, so that every machine installs from its own registry', () => {
    const withAddress = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)
    expect(withAddress).toEqual([])
    expect(lockText).not.toMatch(/"resolved"|\.tgz"/)
  })

  it('belongs to package.json: npm ci refuses anything else', () => {
    const root = lock.packages[''] as unknown as Partial<Manifest>
    expect(root.dependencies).toEqual(manifest.dependencies)
    expect(root.devDependencies).toEqual(manifest.devDependencies)
    expect(root.optionalDependencies).toEqual(manifest.optionalDependencies)
  })
})

describe('install scripts of packages', () => {
  const withScripts = new Set(
    Object.entries(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([place]) => nameAt(place)),
  )

  it('each was judged by a person: run or not run, none by chance', () => {
    const unjudged = [...withScripts].filter((name) => !(name in manifest.allowScripts))
    expect(unjudged).toEqual([])
    expect(Object.keys(manifest.allowScripts).filter((name) => !withScripts.has(name))).toEqual([])
  })

  it('the keychain and the pinned Node are built', () => {
    expect(manifest.allowScripts).toMatchObject({ keytar: true, node: true })
  })
})

describe('the keychain package', () => {
  it('may be absent: an install where it cannot be compiled succeeds', () => {
    expect(manifest.optionalDependencies).toHaveProperty('keytar')
    expect(manifest.dependencies).not.toHaveProperty('keytar')
  })
})

describe('npm scripts', () => {
  it.each(['start', 'test', 'cli'])('npm %s installs what is missing first, for whoever has just cloned', (name) => {
    expect(manifest.scripts[name]).toBe(`node build/setup/run.mjs ${name}`)
  })

  it.each(['lint', 'types', 'format', 'unused', 'build', 'bench', 'chaos', 'fuzz', 'dev', 'package'])(
    'npm run %s is there',
    (name) => {
      expect(manifest.scripts).toHaveProperty(name)
    },
  )
})
