import type { Linter } from 'eslint'
import reactHooks from 'eslint-plugin-react-hooks'
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'
import { importDirection } from './build/lint/import-direction.ts'

const PRODUCT = ['shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}']
const TESTS = ['**/*.test.{ts,tsx}', 'test/**/*.{ts,tsx}']

/** Mended in one place only: the message says where. */
const ONE_DOOR = [
  {
    selector: "Identifier[name='findCredentials'], Literal[value='findCredentials']",
    message:
      'keytar’s findCredentials ends the whole process where a person cancels the question of a locked keyring: ask for each account by its name.',
  },
  {
    selector: "CallExpression[callee.property.name='openExternal']",
    message:
      'External links go through the one door, electron/shell/external-links.ts, which knows the hosts that are allowed.',
  },
  {
    selector: "MemberExpression[object.property.name='webContents'][property.name='send']",
    message: 'Events reach a window through electron/shell/ipc.ts, which types them.',
  },
]

/** The same door, for modules that are loaded while the program runs. */
const SYSTEM_DOOR_AT_RUN_TIME = [
  {
    selector: 'ImportExpression > Literal[value=/^(node:)?(fs|fs.promises|child_process)$/]',
    message: 'Files and programs go through electron/system/.',
  },
  {
    selector: "CallExpression[callee.property.name='getBuiltinModule']",
    message: 'Modules are imported, so that lint sees which.',
  },
]

/** Node's modules that only electron/system/ uses, with what stands there instead. */
const SYSTEM_DOOR = [
  ...['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].map((name) => ({
    name,
    message: 'Files go through electron/system/files.ts, which tries again what a virus scanner holds for a moment.',
  })),
  ...['child_process', 'node:child_process'].map((name) => ({
    name,
    message: 'Programs are started by electron/system/programs.ts: by full path, and without our secrets.',
  })),
]

const config: Linter.Config[] = [
  { ignores: ['dist/**', 'release/**', 'coverage/**', 'node_modules/**', 'test-results/**'] },
  { linterOptions: { noInlineConfig: true } },
  ...(tseslint.configs.recommendedTypeChecked as Linter.Config[]),
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      // A function that fits an asynchronous contract may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Handlers that answer a promise are how React and Node's events are used; a lost rejection is found by no-floating-promises.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: false },
      ],
      // Contracts here are objects of functions; what needs its `this` is a class and is called on its object.
      '@typescript-eslint/unbound-method': 'off',
      // Amounts are numbers with a name.
      '@typescript-eslint/no-unsafe-unary-minus': 'off',
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
    },
  },
  {
    files: PRODUCT,
    plugins: { house: { rules: { 'import-direction': importDirection } } },
    rules: {
      'house/import-direction': 'error',
      'no-restricted-syntax': ['error', ...ONE_DOOR, ...SYSTEM_DOOR_AT_RUN_TIME],
      'no-console': 'error',
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  // A pattern takes time in proportion to its text, whoever wrote the text. Regexp literals need no types for this.
  {
    files: [...PRODUCT, 'build/**/*.{ts,mjs}'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/system/**'],
    rules: { 'no-restricted-imports': ['error', { paths: SYSTEM_DOOR }] },
  },
  // Standard output is what a terminal host is for.
  { files: ['electron/cli.ts', 'electron/cli/**/*.ts', 'electron/browser-host.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['electron/shell/external-links.ts', 'electron/shell/ipc.ts'],
    rules: { 'no-restricted-syntax': ['error', ...ONE_DOOR.slice(0, 1), ...SYSTEM_DOOR_AT_RUN_TIME] },
  },
  // Long because they are lists.
  { files: ['shared/words/**/*.ts', 'shared/problem-catalogue.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks as unknown as NonNullable<Linter.Config['plugins']>[string] },
    rules: {
      ...reactHooks.configs.flat['recommended-latest'].rules,
      'react-hooks/exhaustive-deps': 'error',
      // Of use only to React's compiler, which this build does not have (docs/decisions.md).
      'react-hooks/incompatible-library': 'off',
      // A class name of a CSS module has the type "maybe absent"; a missing one shows as a missing look.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
    },
  },
  // The moment at which a count came is known only once it has come.
  { files: ['renderer/parts/progress/progress-line.tsx'], rules: { 'react-hooks/set-state-in-effect': 'off' } },
  // QuickBooks bodies are JSON of any kind there: "as text" is what the real one does with them too.
  { files: ['electron/practice/**/*.ts'], rules: { '@typescript-eslint/no-base-to-string': 'off' } },
  {
    files: TESTS,
    rules: {
      'no-console': 'off',
      'max-lines': 'off',
      // Tests look at answers from outside, whose type is what they are about.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    ...(tseslint.configs.disableTypeChecked as Linter.Config),
  },
]

export default config
