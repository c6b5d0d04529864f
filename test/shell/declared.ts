import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import ts from 'typescript'

let known: Map<string, Set<string>> | null = null

/**
 * The members that Electron's own declarations give a class or an interface, with those it inherits. Read from
 * electron.d.ts of the installed version, so that a new Electron is a new measure.
 */
export function declaredMembers(name: string): Set<string> {
  known ??= readDeclarations()
  const members = known.get(name)
  if (!members) throw new Error(`Electron declares no ${name}`)
  return members
}

function readDeclarations(): Map<string, Set<string>> {
  const file = path.join(path.dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'electron.d.ts')
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false)
  const own = new Map<string, { members: Set<string>; parents: string[] }>()
  const visit = (node: ts.Node): void => {
    if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) ts.forEachChild(node, visit)
    if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return
    const name = node.name?.text
    if (name === undefined) return
    const entry = own.get(name) ?? { members: new Set<string>(), parents: [] }
    for (const member of node.members)
      if (member.name && ts.isIdentifier(member.name)) entry.members.add(member.name.text)
    for (const clause of node.heritageClauses ?? [])
      for (const type of clause.types) entry.parents.push(type.expression.getText(source).split('.').at(-1) ?? '')
    own.set(name, entry)
  }
  ts.forEachChild(source, visit)

  // Electron declares its classes again in namespaces for main and renderer, each "extending" the one of its own name.
  const whole = (name: string, above: readonly string[] = []): string[] => {
    if (name === 'EventEmitter' || name === 'NodeEventEmitter') return LISTENING
    const entry = own.get(name)
    if (!entry || above.includes(name)) return []
    return [...entry.members, ...entry.parents.flatMap((parent) => whole(parent, [...above, name]))]
  }
  return new Map([...own.keys()].map((name) => [name, new Set(whole(name))]))
}

/** What Node's own EventEmitter gives to everything that has events. */
const LISTENING = [
  'on',
  'once',
  'off',
  'emit',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'listeners',
  'listenerCount',
]
