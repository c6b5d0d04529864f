import path from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { packageConfig } from '../electron-builder.ts'
import { buildPart } from './build.ts'
import { findElectron } from './electron-runtime.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')

const SYSTEMS: Readonly<Record<string, Platform>> = {
  '--linux': Platform.LINUX,
  '--win': Platform.WINDOWS,
  '--mac': Platform.MAC,
}

/**
 * `npm run package -- [--dir] [--linux|--win|--mac]`: builds the program and packs it. `--dir` only unpacks it into
 * release/, without an installer. It is made for this system and this processor: keychain and pictures come with native
 * parts, and only those of this machine are installed.
 */
async function packageApp(given: readonly string[]): Promise<number> {
  const unknown = given.find((argument) => argument !== '--dir' && !(argument in SYSTEMS))
  if (unknown !== undefined) {
    console.error(`Unknown: ${unknown}. Usage: npm run package -- [--dir] [--linux|--win|--mac]`)
    return 64
  }
  const platform = Platform.current()
  const other = given.find((argument) => argument in SYSTEMS && SYSTEMS[argument] !== platform)
  if (other !== undefined) {
    console.error(
      `Cannot package for ${other.slice(2)} here: the native parts (keychain, pictures) of that system are installed only there. The workflow "build" packs all three.`,
    )
    return 1
  }
  const runtime = await findElectron(ROOT, { download: true })
  if ('missing' in runtime) {
    console.error(
      `Cannot package: there is no Electron runtime to pack, ${runtime.missing}. ELECTRON_OVERRIDE_DIST_PATH may name a folder that holds one.`,
    )
    return 1
  }
  for (const part of ['window', 'main', 'help'] as const) await buildPart(part)
  const config = packageConfig(process.env)
  const electronDist = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const made = await build({
    projectDir: ROOT,
    targets: given.includes('--dir')
      ? platform.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64)
      : platform.createTarget(),
    config: electronDist ? { ...config, electronDist } : config,
    publish: 'never',
  })
  for (const file of made) console.log(path.relative(ROOT, file))
  return 0
}

process.exitCode = await packageApp(process.argv.slice(2))
