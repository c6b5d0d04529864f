import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firmFile, followFirmSettings } from '../../electron/system/firm-settings.ts'
import { titled } from '../tooling/skipped.ts'

const notRoot = process.getuid?.() === 0 ? null : 'only the administrator makes such a file'

describe('the settings of a firm', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-firm-'))
    file = path.join(folder, 'settings.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const follow = (text: string, mode = 0o644): { state: string; env: Record<string, string | undefined> } => {
    writeFileSync(file, text)
    chmodSync(file, mode)
    const env: Record<string, string | undefined> = { QBO_CLIENT_ID: 'of a person', BILLDR_QBO_PROXY: 'off' }
    return { state: followFirmSettings(env, file).state, env }
  }

  it('lie where only an administrator writes, on each system', () => {
    expect(firmFile('linux', {})).toBe('/etc/billdr-qbo/settings.json')
    expect(firmFile('darwin', {})).toBe('/Library/Application Support/billdr-qbo/settings.json')
    expect(firmFile('win32', { ProgramFiles: 'D:\\Programs', ProgramData: 'D:\\Data' })).toBe(
      'D:\\Programs\\billdr-qbo\\settings.json',
    )
  })

  it('are none where there is no file', () => {
    expect(followFirmSettings({}, file)).toEqual({ state: 'none' })
  })

  it.skipIf(notRoot !== null)(titled('go before what a person set, and leave the rest alone', notRoot), () => {
    const { state, env } = follow(
      '{"intuitClientId": " firm ", "proxy": "http://proxy.office:8080", "x": 1, "language": 7}',
    )
    expect(state).toBe('set')
    expect(env).toEqual({ QBO_CLIENT_ID: 'firm', BILLDR_QBO_PROXY: 'http://proxy.office:8080' })
  })

  it.skipIf(notRoot !== null)(titled('of a file that others could write are not followed', notRoot), () => {
    expect(follow('{"intuitClientId": "stranger"}', 0o666)).toMatchObject({
      state: 'refused',
      env: { QBO_CLIENT_ID: 'of a person' },
    })
    writeFileSync(file, '{"intuitClientId": "stranger"}', { mode: 0o644 })
    chmodSync(file, 0o644)
    chownSync(file, 1234, 1234)
    expect(followFirmSettings({}, file).state).toBe('refused')
  })

  it.each(['{', '[]', 'null', '"text"'])('that are none (%s) change nothing', (text) => {
    expect(follow(text)).toMatchObject({ state: 'refused', env: { QBO_CLIENT_ID: 'of a person' } })
  })
})
