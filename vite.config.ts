import path from 'node:path'
import react from '@vitejs/plugin-react'
import type { UserConfig } from 'vite'
import type { TestProjectConfiguration } from 'vitest/config'
import { defineConfig } from 'vitest/config'

// A test that takes longer hangs; a computer that is busy with something else is no failure. A real browser takes its time.
const UNIT_TIMEOUT = 90_000
const BROWSER_TIMEOUT = 180_000

const unit: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'unit',
    root: import.meta.dirname,
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/browser/**', 'test/fuzz/**', '**/node_modules/**'],
    testTimeout: UNIT_TIMEOUT,
    hookTimeout: UNIT_TIMEOUT,
    // One for each core: much of it waits for other processes, the disk and timers.
    maxWorkers: '100%',
  },
}

const browser: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['test/browser/**/*.test.{ts,tsx}'],
    globalSetup: ['test/browser/build-window.ts'],
    testTimeout: BROWSER_TIMEOUT,
    hookTimeout: BROWSER_TIMEOUT,
    expect: { poll: { timeout: 15_000 } },
    // Each file starts a browser of its own; a few at a time keep a small machine responsive.
    maxWorkers: 3,
  },
}

/**
 * What a room's own quick tests covered when this was measured, in percent: the floor of `npm test -- --coverage`. It is
 * raised by hand where a room covers more, and lowered only with a reason in the commit.
 */
const LEAST_COVERED = {
  // From the window's folder, which is vite's root.
  '../electron/plan/**': { statements: 80, branches: 69, functions: 81, lines: 83 },
  '../electron/store/*.ts': { statements: 77, branches: 65, functions: 73, lines: 80 },
}

// `vitest run` alone is the quick half; the browser half runs where it is asked for by name.
const named = process.argv.some((argument) => argument.startsWith('--project'))

/** Builds the window into dist/window, for the desktop app (app:// or file://) and the browser host alike; and sets up the tests. */
const config: UserConfig = defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    target: ['chrome130', 'firefox130', 'safari18'],
    // Everything is a file of its own: the content security policy takes nothing from data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
  },
  test: {
    projects: named ? [unit, browser] : [unit],
    coverage: {
      provider: 'v8',
      include: ['electron/**/*.ts', 'shared/**/*.ts'],
      exclude: ['electron/main.ts', 'electron/**/*-process.ts', 'electron/shell/preload.ts', 'shared/words/**'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: path.join(import.meta.dirname, 'coverage'),
      thresholds: LEAST_COVERED,
    },
  },
})

export default config
