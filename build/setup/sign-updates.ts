import { createPrivateKey, sign } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { signedText } from '../../electron/shell/update-signature.ts'

/**
 * `node build/setup/sign-updates.ts <folder>`: signs what the folder's releases say of themselves (latest.yml, beta-mac.yml …),
 * so that installed programs take them. `BILLDR_QBO_UPDATE_SIGNING_KEY` is the private key (PEM), `BILLDR_QBO_STAGING` the
 * percentage of computers that are offered it at first; without it, all.
 */
export function signReleases(folder: string, privateKey: string, staging: string | undefined): string[] {
  if (staging !== undefined && !/^(100|[1-9]?\d)$/.test(staging))
    throw new RangeError('BILLDR_QBO_STAGING is no percentage')
  const key = createPrivateKey(privateKey)
  const names = readdirSync(folder).filter(
    (name) => /^[a-z]+(-[a-z0-9]+)*\.yml$/.test(name) && name !== 'builder-debug.yml',
  )
  for (const name of names) {
    const file = path.join(folder, name)
    const text = readFileSync(file, 'utf8').replaceAll(/^(signature|stagingPercentage): .*\n/gm, '')
    const version = /^version: (.+)$/m.exec(text)?.[1]
    const files = [...text.matchAll(/^ {2}- url: (.+)\n {4}sha512: (.+)$/gm)].map(([, url = '', sha512 = '']) => ({
      url,
      sha512,
    }))
    if (version === undefined || files.length === 0)
      throw new RangeError(`${name} is not what a release says of itself`)
    const signature = sign(null, Buffer.from(signedText({ version, files })), key).toString('base64')
    const staged = staging === undefined ? '' : `stagingPercentage: ${staging}\n`
    writeFileSync(file, `${text.trimEnd()}\nsignature: ${signature}\n${staged}`)
  }
  return names
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  const key = process.env['BILLDR_QBO_UPDATE_SIGNING_KEY']
  if (folder === undefined || !key) {
    console.error('Usage: BILLDR_QBO_UPDATE_SIGNING_KEY=… node build/setup/sign-updates.ts <folder>')
    process.exitCode = 64
  } else console.log(signReleases(folder, key, process.env['BILLDR_QBO_STAGING'] || undefined).join('\n'))
}
