import path from 'node:path'
import type { Rule } from 'eslint'
import type { ImportExpression, Node } from 'estree'

/** What the files of a place may import besides their own folder and npm packages. */
interface Place {
  /** Folder or file from the project's root, `/` between its parts. */
  at: string
  mayImport: readonly string[]
  /** Whether Node's own modules may be used, or which; a window has none, and a pure part only computes. */
  node: boolean | readonly string[]
  /** Whether `electron` may be imported. */
  electron?: true
  /** The direction in words, for the message. */
  because: string
}

/** The house: imports point down. The first place that a file lies in counts. */
export const HOUSE: readonly Place[] = [
  {
    at: 'shared',
    mayImport: [],
    node: false,
    because: 'shared/ is what everything else stands on, the window included: it imports only itself',
  },
  {
    at: 'renderer/words',
    mayImport: ['shared'],
    node: false,
    because: 'the rooms at the bottom of the window import only shared/',
  },
  {
    at: 'renderer/rows',
    mayImport: ['shared'],
    node: false,
    because: 'the rooms at the bottom of the window import only shared/',
  },
  {
    at: 'renderer/bridge',
    mayImport: ['shared'],
    node: false,
    because: 'the rooms at the bottom of the window import only shared/',
  },
  {
    at: 'renderer/company',
    mayImport: ['shared'],
    node: false,
    because: 'the rooms at the bottom of the window import only shared/',
  },
  {
    at: 'renderer/theme',
    mayImport: ['shared'],
    node: false,
    because: 'the rooms at the bottom of the window import only shared/',
  },
  {
    at: 'renderer/live',
    mayImport: ['shared', 'renderer/bridge', 'renderer/rows'],
    node: false,
    because: 'live/ keeps what the bridge says, and knows nothing of what shows it',
  },
  {
    at: 'renderer/parts',
    mayImport: [
      'shared',
      'renderer/words',
      'renderer/rows',
      'renderer/bridge',
      'renderer/company',
      'renderer/theme',
      'renderer/live',
    ],
    node: false,
    because: 'parts/ is what screens are made of: it knows none of them',
  },
  {
    at: 'renderer/screens',
    mayImport: ['shared', 'renderer', '!renderer/app'],
    node: false,
    because: 'screens/ know nothing of the app that shows them',
  },
  {
    at: 'renderer',
    mayImport: ['shared'],
    node: false,
    because: 'renderer/ imports only shared/: everything else reaches it through the bridge',
  },
  {
    at: 'electron/plan',
    mayImport: ['shared'],
    node: ['node:crypto'],
    because: 'plan/ is pure: it imports only shared/',
  },
  {
    at: 'electron/system',
    mayImport: [],
    node: true,
    because: 'system/ is the way to files and other programs, and knows nothing of what they are for',
  },
  {
    at: 'electron/log',
    mayImport: ['electron/system'],
    node: true,
    because: 'log/ writes down what it is given, and knows nothing of what it means',
  },
  {
    at: 'electron/billdr',
    mayImport: ['shared', 'electron/system'],
    node: true,
    because: 'billdr/ turns records into the domain of shared/ and knows nothing of QuickBooks',
  },
  {
    at: 'electron/qbo',
    mayImport: ['shared', 'electron/system'],
    node: true,
    because: 'qbo/ speaks to QuickBooks and knows nothing of Billdr, the plan or the queue',
  },
  {
    at: 'electron/keychain',
    mayImport: ['shared', 'electron/system'],
    node: true,
    because: 'keychain/ imports only shared/',
  },
  {
    at: 'electron/practice/testing',
    mayImport: ['shared', 'electron/practice'],
    node: true,
    because: 'what tests steer the practice company by stands over it',
  },
  {
    at: 'electron/practice',
    mayImport: ['shared', 'electron/system', '!electron/practice/testing'],
    node: true,
    because:
      'practice/ is another program that happens to live here: sharing code with qbo/ would hide mistakes of both',
  },
  {
    at: 'electron/store',
    mayImport: ['shared', 'electron/plan', 'electron/qbo/contract.ts', 'electron/system'],
    node: true,
    because: 'store/ keeps what the plan and the queue hand it',
  },
  {
    at: 'electron/receipts',
    mayImport: ['shared', 'electron/system'],
    node: true,
    because: 'receipts/ turns files into files, and knows neither the queue nor QuickBooks',
  },
  {
    at: 'electron/entities',
    mayImport: ['shared', 'electron/plan', 'electron/qbo'],
    node: ['node:crypto'],
    because: 'entities/ only reads what QuickBooks shows: it imports shared/, plan/ and qbo/',
  },
  {
    at: 'electron/push',
    mayImport: ['shared', 'electron/plan', 'electron/qbo', 'electron/entities', 'electron/receipts'],
    node: true,
    because: 'push/ carries out the plan through qbo/, entities/ and receipts/',
  },
  {
    at: 'electron/shell',
    mayImport: ['shared', 'electron/system'],
    node: true,
    electron: true,
    because: 'shell/ is Electron and nothing else: what it shows is handed to it by main.ts',
  },
  {
    at: 'electron/companion',
    mayImport: [
      'shared',
      'electron/billdr',
      'electron/plan',
      'electron/push',
      'electron/entities',
      'electron/qbo',
      'electron/store',
      'electron/keychain',
      'electron/log',
      'electron/practice',
      '!electron/practice/testing',
      'electron/system',
      'package.json',
    ],
    node: true,
    because: 'companion/ stands over the parts and under the hosts',
  },
  {
    at: 'electron/main.ts',
    mayImport: ['shared', 'electron', '!electron/practice/testing'],
    node: true,
    electron: true,
    because: 'what tests steer the practice company by is not in the installed program',
  },
  {
    at: 'electron',
    mayImport: [
      'shared',
      'electron',
      '!electron/shell',
      '!electron/main.ts',
      '!electron/practice/testing',
      'package.json',
    ],
    node: true,
    because: 'a host other than main.ts runs without Electron, and none with what is there for tests',
  },
]

/**
 * Where the file may not import what it names: the direction that it breaks, in words. Null where it may, and for
 * files that stand outside the house (tests, build).
 */
export function brokenDirection(root: string, file: string, specifier: string): string | null {
  const from = slashed(path.relative(root, file))
  if (/\.test\.tsx?$/.test(from)) return null
  const place = HOUSE.find((one) => isIn(from, one.at))
  if (!place) return null
  if (specifier === 'electron' || specifier.startsWith('electron/')) {
    return place.electron ? null : `only electron/shell/ and electron/main.ts import 'electron' (this is ${place.at})`
  }
  if (specifier.startsWith('node:')) {
    const allowed = typeof place.node === 'boolean' ? place.node : place.node.includes(specifier)
    return allowed ? null : `no '${specifier}' here (${place.because})`
  }
  if (!specifier.startsWith('.')) return null
  const to = slashed(path.relative(root, path.resolve(path.dirname(file), specifier)))
  const refused = place.mayImport.some((rule) => rule.startsWith('!') && isIn(to, rule.slice(1)))
  if (!refused && place.at !== 'electron' && isIn(to, place.at)) return null
  if (!refused && place.mayImport.some((rule) => isIn(to, rule))) return null
  return `${place.at} may not import ${to}: ${place.because}`
}

function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`)
}

function slashed(file: string): string {
  return file.split(path.sep).join('/')
}

/** The ESLint rule: every form of import counts, types and dynamic ones included. */
export const importDirection: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Imports point down: hosts, companion, parts, shared.' },
    messages: { broken: 'Imports point down: {{why}}.' },
    schema: [],
  },
  create(context) {
    function check(node: Node, source: Node | null | undefined): void {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return
      const why = brokenDirection(context.cwd, context.filename, source.value)
      if (why !== null) context.report({ node, messageId: 'broken', data: { why } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node: ImportExpression) => check(node, node.source),
    }
  },
}
