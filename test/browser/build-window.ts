import { join } from 'node:path'
import { build } from 'vite'

/**
 * Browser tests see the window as it is built from the sources of now, and as it ships: a test runner's own NODE_ENV would
 * make it React's development build, several times slower.
 */
export default async function buildWindow(): Promise<void> {
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
