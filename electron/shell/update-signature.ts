import { createPublicKey, verify } from 'node:crypto'

/** What is known of an update before anything of it is brought here. */
export interface ToldUpdate {
  version: string
  files: readonly { url: string; sha512: string }[]
}

/** What its publisher signs: the version, and each file with its sum, which electron-updater checks on what it brings. */
export function signedText({ version, files }: ToldUpdate): string {
  const lines = files.map(({ url, sha512 }) => `${url} ${sha512}`).sort()
  return [`billdr-qbo ${version}`, ...lines].join('\n')
}

/** Whether an update is signed by whoever published this program. `publicKey`: Ed25519, as base64 of its SPKI form. */
export function isSignedBy(publicKey: string, update: ToldUpdate): boolean {
  const signature: unknown = Reflect.get(update, 'signature')
  if (typeof signature !== 'string' || update.files.length === 0) return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(signedText(update)), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
