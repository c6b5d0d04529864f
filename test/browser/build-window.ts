import { join } from 'node:path'
import { build } from 'vite'

/** Browser tests see the window as it is built from the sources of now. */
export default async function buildWindow(): Promise<void> {
  await build({ configFile: join(import.meta.dirname, '../../vite.config.ts'), logLevel: 'error' })
}
