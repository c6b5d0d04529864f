import { describe, expect, it } from 'vitest'
import { declaredMembers } from './declared.ts'
import { ElectronWorld, electronDouble } from './electron-double.ts'

/** The tests of the shell are worth what their double is worth. */
describe('the double of Electron', () => {
  it('knows what Electron declares, from its own declarations', () => {
    expect(declaredMembers('App').has('requestSingleInstanceLock')).toBe(true)
    expect(declaredMembers('BrowserWindow').has('setOverlayIcon')).toBe(true)
    expect(declaredMembers('BrowserWindow').has('on')).toBe(true)
    expect(declaredMembers('App').has('makeSingleInstance')).toBe(false)
    expect(() => declaredMembers('BrowserTab')).toThrow('Electron declares no BrowserTab')
  })

  it('fails on a call that Electron does not have', () => {
    const { app } = electronDouble(new ElectronWorld())
    expect(() => (app as unknown as { makeSingleInstance(): void }).makeSingleInstance()).toThrow(
      'Electron has no App.makeSingleInstance',
    )
    expect(() => Object.assign(app, { invented: 1 })).toThrow('Electron has no App.invented')
  })

  it('fails on a call that Electron has and the double does not play', () => {
    const { app } = electronDouble(new ElectronWorld())
    expect(() => app.getGPUFeatureStatus()).toThrow('does not play App.getGPUFeatureStatus')
  })
})
