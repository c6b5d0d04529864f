import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildWhatChanged } from '../../build/setup/build.ts'
import { CALL_CHANNEL, CALL_NAMES, EVENT_CHANNEL } from '../../electron/shell/call-names.ts'

const BUILT = path.resolve(import.meta.dirname, '..', '..', 'dist', 'preload.cjs')

type Heard = (event: unknown, payload: unknown) => void

/** Runs the built preload script as Electron's sandbox does: one file, whose only module is Electron. */
function runPreload(): {
  exposed: Record<string, Record<string, (...args: unknown[]) => unknown>>
  invoked: unknown[][]
  listeners: Map<string, Heard[]>
} {
  const exposed: Record<string, Record<string, (...args: unknown[]) => unknown>> = {}
  const invoked: unknown[][] = []
  const listeners = new Map<string, Heard[]>()
  const electron = {
    webUtils: { getPathForFile: (file: { lies: string }) => file.lies },
    contextBridge: {
      exposeInMainWorld: (name: string, api: Record<string, (...args: unknown[]) => unknown>) =>
        void (exposed[name] = api),
    },
    ipcRenderer: {
      invoke: async (...given: unknown[]) => void invoked.push(given),
      on: (channel: string, heard: Heard) => void listeners.set(channel, [...(listeners.get(channel) ?? []), heard]),
      off: (channel: string, heard: Heard) =>
        void listeners.set(
          channel,
          (listeners.get(channel) ?? []).filter((one) => one !== heard),
        ),
    },
  }
  const required: string[] = []
  const load = (name: string): unknown => {
    required.push(name)
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }
  // Running the built text itself is the point: it is what Electron will run.
  const run = Reflect.construct(Function, ['require', 'module', 'exports', readFileSync(BUILT, 'utf8')]) as (
    ...given: unknown[]
  ) => void
  run(load, { exports: {} }, {})
  expect(required).toEqual(['electron'])
  return { exposed, invoked, listeners }
}

describe('the preload script', () => {
  beforeAll(() => buildWhatChanged(['main']))

  it('exposes exactly the calls of the contract, one way to listen, and where a dropped file lies', () => {
    const { exposed } = runPreload()
    expect(Object.keys(exposed)).toEqual(['billdrBridge'])
    expect(Object.keys(exposed['billdrBridge'] ?? {}).sort()).toEqual([...CALL_NAMES, 'listen', 'pathOf'].sort())
  })

  it('says where a dropped file lies, and nothing else of it', () => {
    const pathOf = runPreload().exposed['billdrBridge']?.['pathOf']
    expect(pathOf?.({ lies: '/home/lea/export.zip' })).toBe('/home/lea/export.zip')
    expect(pathOf?.({})).toBe('')
  })

  it('a page cannot choose the channel, or the name of a call', () => {
    const { exposed, invoked } = runPreload()
    void exposed['billdrBridge']?.['status']?.({ company: 'maple' }, 'other-channel', { more: 1 })
    expect(invoked).toEqual([[CALL_CHANNEL, 'status', { company: 'maple' }]])
  })

  it('events come without the object through which a page could answer, until it listens no more', () => {
    const { exposed, listeners } = runPreload()
    const heard: unknown[][] = []
    const stop = exposed['billdrBridge']?.['listen']?.((...given: unknown[]) => void heard.push(given)) as () => void
    const [listener] = listeners.get(EVENT_CHANNEL) ?? []
    listener?.({ sender: 'ipcRenderer', ports: [] }, { event: 'companies', companies: [] })
    expect(heard).toEqual([[{ event: 'companies', companies: [] }]])
    stop()
    expect(listeners.get(EVENT_CHANNEL)).toEqual([])
  })
})
