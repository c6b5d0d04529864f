import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** What @electron/get offers, as far as it is used here. */
interface ElectronGet {
  downloadArtifact: (options: {
    version: string
    artifactName: string
    platform: string
    arch: string
    checksums: Record<string, string>
    downloadOptions: { quiet: boolean; getProgressCallback: (progress: { percent: number }) => void }
  }) => Promise<string>
}

/**
 * Runs as a child of `npm start`: brings Electron's archive into the download cache, telling its parent of every step,
 * so that the parent can tell a slow download from a dead one. The package's own install script then finds it there.
 */
const folder = process.argv[2]
if (!folder) throw new Error('Usage: electron-download.ts <folder of the electron package>')
const fromElectron = createRequire(path.join(folder, 'package.json'))
const { downloadArtifact } = (await import(pathToFileURL(fromElectron.resolve('@electron/get')).href)) as ElectronGet
const { version } = fromElectron('./package.json') as { version: string }

await downloadArtifact({
  version,
  artifactName: 'electron',
  platform: process.env['npm_config_platform'] ?? process.platform,
  arch: process.env['npm_config_arch'] ?? process.arch,
  checksums: fromElectron('./checksums.json') as Record<string, string>,
  downloadOptions: { quiet: true, getProgressCallback: ({ percent }) => void process.send?.(percent) },
})
process.disconnect?.()
