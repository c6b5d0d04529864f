import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, BridgeEvent } from '../../shared/bridge.ts'
import { CALL_CHANNEL, CALL_NAMES, EVENT_CHANNEL } from './call-names.ts'

/**
 * What the window gets of the main process: the calls of the contract and its events, each a function of its own.
 * `ipcRenderer` itself stays out of reach, and so does the event object, through which a page could answer.
 */
const calls = Object.fromEntries(
  CALL_NAMES.map((name) => [name, (args: unknown) => ipcRenderer.invoke(CALL_CHANNEL, name, args)]),
)

const bridge = {
  ...calls,
  listen(listener: (event: BridgeEvent) => void): () => void {
    const forward = (_event: unknown, event: BridgeEvent): void => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => void ipcRenderer.off(EVENT_CHANNEL, forward)
  },
  // Only of a file that a person dropped or chose: of one that a page made itself it is empty.
  pathOf: (file: File) => placeOf(file, webUtils),
} as Bridge

contextBridge.exposeInMainWorld('billdrBridge', bridge)

/** `utils`: an Electron before 29 has none, and says it at the file. */
function placeOf(file: File, utils: Pick<typeof webUtils, 'getPathForFile'> | undefined): string {
  const place: unknown = utils ? utils.getPathForFile(file) : Reflect.get(file, 'path')
  return typeof place === 'string' ? place : ''
}
