import path from 'node:path'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, it } from 'vitest'
import { brokenDirection } from '../../build/lint/import-direction.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

function judge(file: string, specifier: string): string | null {
  return brokenDirection(ROOT, path.join(ROOT, file), specifier)
}

describe('imports point down', () => {
  it.each([
    ['renderer/main.tsx', '../electron/store/store.ts', 'renderer/ imports only shared/'],
    ['renderer/screens/queue.tsx', '../../electron/store/store.ts', 'may not import electron/store/store.ts'],
    ['renderer/screens/queue.tsx', '../app/app.tsx', 'screens/ know nothing of the app'],
    ['renderer/parts/picker.tsx', '../screens/queue/search.ts', 'parts/ is what screens are made of'],
    ['renderer/live/live.ts', '../parts/button/button.tsx', 'knows nothing of what shows it'],
    ['renderer/rows/folded.ts', '../live/live.ts', 'the rooms at the bottom of the window import only shared/'],
    ['renderer/app/app.tsx', 'node:fs', "no 'node:fs' here"],
    ['renderer/app/app.tsx', 'electron', "only electron/shell/ and electron/main.ts import 'electron'"],
    ['shared/money.ts', '../electron/plan/plan.ts', 'it imports only itself'],
    ['electron/plan/plan.ts', '../qbo/contract.ts', 'plan/ is pure'],
    ['electron/plan/plan.ts', 'node:fs', 'plan/ is pure'],
    ['electron/billdr/records/records.ts', '../../qbo/contract.ts', 'knows nothing of QuickBooks'],
    ['electron/qbo/client.ts', '../billdr/records.ts', 'knows nothing of Billdr'],
    ['electron/practice/state.ts', '../qbo/contract.ts', 'would hide mistakes of both'],
    ['electron/push/send.ts', '../companion/company.ts', 'push/ carries out the plan'],
    ['electron/entities/observe.ts', '../push/send.ts', 'entities/ only reads what QuickBooks shows'],
    ['electron/companion/company.ts', '../shell/tray.ts', 'under the hosts'],
    ['electron/companion/company.ts', 'electron', "only electron/shell/ and electron/main.ts import 'electron'"],
    ['electron/shell/tray.ts', '../companion/company.ts', 'handed to it by main.ts'],
    ['electron/practice/core.ts', './testing/faults.ts', 'another program'],
    ['electron/companion/access.ts', '../practice/testing/faults.ts', 'under the hosts'],
    ['electron/main.ts', './practice/testing/faults.ts', 'not in the installed program'],
    ['electron/cli.ts', './practice/testing/faults.ts', 'with what is there for tests'],
    ['electron/cli.ts', './shell/tray.ts', 'runs without Electron'],
    ['electron/browser/server.ts', '../shell/tray.ts', 'runs without Electron'],
  ])('%s may not import %s', (file, specifier, because) => {
    expect(judge(file, specifier)).toContain(because)
  })

  it.each([
    ['renderer/screens/queue.tsx', '../../shared/row.ts'],
    ['electron/plan/plan.ts', './lines.ts'],
    ['electron/plan/plan.ts', '../../shared/money.ts'],
    ['electron/push/send.ts', '../qbo/contract.ts'],
    ['electron/push/send.ts', '../entities/observe.ts'],
    ['electron/companion/company.ts', '../billdr/open-source.ts'],
    ['electron/practice/testing/faults.ts', '../core.ts'],
    ['electron/shell/tray.ts', 'electron'],
    ['electron/main.ts', './shell/tray.ts'],
    ['electron/cli.ts', './companion/company.ts'],
    ['electron/qbo/client.test.ts', '../practice/state.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(judge(file, specifier)).toBeNull()
  })
})

describe('npm run lint', () => {
  let eslint: ESLint
  beforeAll(() => {
    // The type checker would need the snippet to be a file of the project; these rules do not ask it.
    eslint = new ESLint({
      cwd: ROOT,
      flags: ['unstable_native_nodejs_ts_config'],
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
      ruleFilter: ({ ruleId }) => !ruleId.startsWith('@typescript-eslint/'),
    })
  })

  async function messages(file: string, text: string): Promise<string[]> {
    const results = await eslint.lintText(text, { filePath: path.join(ROOT, file) })
    return results.flatMap((result) => result.messages.map((message) => message.message))
  }

  it.each([
    ['export const spaces = (text: string): string => text.replace(/\\s+$/, "")\n'],
    ['export const isName = (text: string): boolean => /^(\\w+\\s?)*$/.test(text)\n'],
    ['export const isPair = (text: string): boolean => /^.*a.*$/.test(text)\n'],
  ])('refuses a pattern whose time grows faster than its text: %j', async (snippet) => {
    for (const file of ['shared/snippet.ts', 'electron/plan/snippet.ts', 'renderer/parts/snippet.ts'])
      expect((await messages(file, snippet)).join('\n')).toMatch(/quadratic|polynomial|exponential/)
  })

  it.each([
    ["import { x } from '../../electron/store/store.ts'\nexport { x }\n"],
    ["import type { X } from '../../electron/store/store.ts'\nexport type { X }\n"],
    ["export * from '../../electron/store/store.ts'\n"],
    ["export const later = () => import('../../electron/store/store.ts')\n"],
  ])('refuses a window that reaches into the main process: %j', async (snippet) => {
    const said = await messages('renderer/screens/snippet.ts', snippet)
    expect(said.join('\n')).toContain('Imports point down: renderer/screens may not import electron/store/store.ts')
  })

  it('refuses a second door to the outside, a console in product code and a comment that silences a rule', async () => {
    expect(
      (await messages('electron/shell/snippet.ts', "shell.openExternal('https://example.com')\n")).join(),
    ).toContain('the one door')
    expect((await messages('electron/push/snippet.ts', "console.log('sent')\n")).join()).toContain('console')
    expect(
      (await messages('electron/push/snippet.ts', "/* eslint-disable no-console */\nconsole.log('sent')\n")).join(),
    ).toContain('console')
  })

  it.each([
    "import { rename } from 'node:fs/promises'\nexport { rename }\n",
    "import { openSync } from 'fs'\nexport { openSync }\n",
    "export { unlink } from 'node:fs/promises'\n",
    "export const files = () => import('node:fs')\n",
    "import { spawn } from 'node:child_process'\nexport { spawn }\n",
    "export const files = process.getBuiltinModule('fs')\n",
  ])('lets nothing past electron/system/ to files and programs: %j', async (snippet) => {
    for (const file of ['electron/store/snippet.ts', 'electron/cli.ts', 'electron/shell/external-links.ts'])
      expect(await messages(file, snippet), file).not.toEqual([])
    expect(
      (
        await messages('electron/system/snippet.ts', "import { rename } from 'node:fs/promises'\nexport { rename }\n")
      ).join(),
    ).toBe('')
  })

  it('lets a terminal host write to its terminal', async () => {
    expect(await messages('electron/cli.ts', "console.log('sent')\n")).toEqual([])
  })
})
