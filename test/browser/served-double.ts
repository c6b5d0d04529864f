import { join } from 'node:path'
import type { ServedWindow } from '../../electron/browser/serve-window.ts'
import { serveWindow } from '../../electron/browser/serve-window.ts'
import type { DoubleParts } from '../window/bridge-double.ts'
import { BridgeDouble } from '../window/bridge-double.ts'

/** Where `vite build` puts the window. */
export const BUILT_WINDOW = join(import.meta.dirname, '../../dist/window')

/** The real window on the real server, with the double in place of the companion. */
export async function serveDouble(
  parts: DoubleParts = {},
  port = 0,
): Promise<{ double: BridgeDouble; served: ServedWindow }> {
  const double = new BridgeDouble(parts)
  const served = await serveWindow({
    handlers: double.handlers(),
    events: double.listen,
    assets: BUILT_WINDOW,
    port,
    onFault: (call, error) => console.error(`the double's ${call} threw:`, error),
  })
  return { double, served }
}
