import { join } from 'node:path'
import { build } from 'vite'
import { makeHelp } from '../../build/help/make.ts'

/**
 * Browser tests see the window and its help as they are built from the sources of now, and as they ship: a test runner's
 * own NODE_ENV would make it React's development build, several times slower.
 */
export default async function buildWindow(): Promise<void> {
  makeHelp(join(import.meta.dirname, '../../dist/help'))
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({
      configFile: join(import.meta.dirname, '../../vite.config.ts'),
      mode: 'production',
      logLevel: 'error',
    })
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}
