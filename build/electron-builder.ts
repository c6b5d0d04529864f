import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Configuration } from 'electron-builder'

/** The program's name for systems and stores; main.ts says the same to Windows. */
export const APP_ID = 'app.billdr-qbo.companion'

/** What nobody needs to run the program: sources, types, maps, readings, tests, and build leftovers of native packages. */
const LEFT_OUT = [
  '!**/*.{ts,tsx,mts,cts,map,md,markdown,flow,coffee,tsbuildinfo,o,a,obj,pdb,gyp,gypi,mk,yml,yaml,sh,cmd}',
  '!**/node_modules/**/{test,tests,__tests__,spec,example,examples,benchmark,benchmarks,coverage,.github,.vscode,.idea,.nyc_output,typings,docs,doc,samples}/**',
  '!**/node_modules/**/{.eslintrc*,.prettierrc*,.editorconfig,.babelrc*,.npmignore,.travis.yml,tsconfig*.json,karma.conf*,Makefile,Gruntfile.js,Gulpfile.js,CHANGELOG*,HISTORY*}',
  '!**/node_modules/.bin/**',
  '!**/node_modules/keytar/{src,build/Release/obj.target,build/Release/.deps,build/node_gyp_bins}/**',
  // Only used to build or to fetch native packages.
  '!**/node_modules/{prebuild-install,node-addon-api,node-gyp}/**',
  // node-quickbooks writes one date with it; the rest would be two thirds of all files.
  '!**/node_modules/date-fns/!(_lib|formatISO|fp|package.json|toDate){,/**}',
  '!**/node_modules/date-fns/fp/!(_lib|formatISO){,/**}',
  '!**/.env*',
  '!**/*.{pem,key,p12,pfx}',
]

/** What the command of the terminal is made of, outside of the archive, into which a plain Node cannot look. */
const FOR_THE_TERMINAL = ['package.json', 'dist/cli.js', 'dist/*.cjs', 'dist/parts/**', 'node_modules/**']

/**
 * The Node of the terminal's command, and the command itself. None on macOS: its keychain asks for every program anew, so
 * that there the app itself is the command.
 */
function terminalNode(platform: NodeJS.Platform): { from: string; to: string }[] | null {
  if (platform === 'darwin') return null
  const [node, command] = platform === 'win32' ? ['node.exe', 'billdr-qbo.cmd'] : ['node', 'billdr-qbo']
  return [
    { from: `node_modules/node/bin/${node}`, to: `bin/${node}` },
    { from: `build/command/${command}`, to: `bin/${command}` },
  ]
}

/**
 * How the installers are made, for electron-builder. The environment of the build server fills in what a repository must
 * not hold: certificates by electron-builder's own variables, and these:
 *  - `BILLDR_QBO_UPDATES`: the https address of the folder with the releases; without it the program looks for no updates.
 *  - `BILLDR_QBO_UPDATE_KEY`: the public key (Ed25519, SPKI, base64) of who signs the releases; no update is taken without it.
 *  - `APPLE_API_KEY` (or `APPLE_ID`): the notarisation of macOS builds; without it they are not notarised.
 * Refuses an update address that is not https, or comes without that key, with a RangeError.
 */
export function packageConfig(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Configuration {
  const updates = environment['BILLDR_QBO_UPDATES']
  if (updates && !updates.startsWith('https://')) throw new RangeError('BILLDR_QBO_UPDATES has to be an https address')
  const updateKey = environment['BILLDR_QBO_UPDATE_KEY']
  if (updates && !updateKey)
    throw new RangeError('BILLDR_QBO_UPDATES needs BILLDR_QBO_UPDATE_KEY, by which updates are known')
  return {
    appId: APP_ID,
    // Linux makes a folder of it, and a space in its path is the trouble of every script.
    productName: platform === 'linux' ? 'billdr-qbo' : 'Billdr to QuickBooks',
    copyright: 'Not affiliated with Intuit or Billdr',
    directories: { output: 'release', buildResources: 'build' },
    files: ['dist/*.{js,cjs}', 'dist/parts/**', 'dist/window/**', 'package.json', ...LEFT_OUT],
    extraResources: [
      { from: 'build/icons', to: 'icons', filter: ['tray/**', 'overlay/**', 'app/512x512.png'] },
      { from: 'build/samples', to: 'samples' },
      // Beside the archive: the system's browser opens them, and it cannot look into one.
      { from: 'dist/help', to: 'help' },
      ...(terminalNode(platform) ?? []),
    ],
    asar: true,
    // A runtime that was handed in brings the page that Electron shows without a program, and where its own maker puts updates.
    afterPack: ({ appOutDir, packager }) => {
      const resources = packager.getResourcesDir(appOutDir)
      for (const name of ['default_app.asar', ...(updates ? [] : ['app-update.yml'])])
        rmSync(path.join(resources, name), { force: true })
      return Promise.resolve()
    },
    asarUnpack: [
      // Native parts are loaded by the system, which cannot look into the archive.
      '**/*.{node,dll,dylib,so,so.*}',
      '**/node_modules/@img/**',
      ...(terminalNode(platform) === null ? [] : FOR_THE_TERMINAL),
    ],
    // keytar speaks N-API: what was built for Node runs in Electron too.
    npmRebuild: false,
    electronFuses: {
      // The program cannot be turned into a plain Node that runs other people's scripts under its name and its keychain rights.
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      // Only the archive that was signed is run.
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: 'QuickBooks sign-in', schemes: ['billdr-qbo'] }],
    publish: updates ? [{ provider: 'generic', url: updates }] : null,
    win: {
      target: ['nsis', 'portable'],
      icon: 'build/icons/app/icon.ico',
      executableName: 'billdr-qbo',
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
      // Removes what the program registers by itself.
      include: 'build/installer.nsh',
      artifactName: 'billdr-qbo-${version}-setup.${ext}',
    },
    portable: { artifactName: 'billdr-qbo-${version}-portable.${ext}' },
    mac: {
      // Updates come as a zip; people take the dmg, an office's IT the pkg.
      target: ['dmg', 'pkg', 'zip'],
      icon: 'build/icons/app/icon.icns',
      category: 'public.app-category.business',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'build/entitlements.mac.plist',
      entitlementsInherit: 'build/entitlements.mac.plist',
      notarize: Boolean(environment['APPLE_API_KEY'] || environment['APPLE_ID']),
      artifactName: 'billdr-qbo-${version}-${arch}.${ext}',
    },
    linux: {
      target: ['AppImage', 'deb'],
      icon: 'build/icons/app',
      executableName: 'billdr-qbo',
      category: 'Office',
      desktop: { entry: { Name: 'Billdr to QuickBooks', StartupWMClass: 'billdr-qbo' } },
      synopsis: 'Carries Billdr PRO documents into QuickBooks Online',
      maintainer: environment['BILLDR_QBO_MAINTAINER'] ?? 'Billdr to QuickBooks <maintainer@localhost>',
      artifactName: 'billdr-qbo-${version}-${arch}.${ext}',
    },
    deb: {
      depends: [
        'libgtk-3-0',
        'libnotify4',
        'libnss3',
        'libxss1',
        'libxtst6',
        'xdg-utils',
        'libatspi2.0-0',
        'libuuid1',
        'libsecret-1-0',
      ],
    },
    extraMetadata: { homepage: 'https://pro.billdr.co', ...(updateKey && { updateKey }) },
    // Who takes versions that are still tried out gets the others, too.
    generateUpdatesFilesForAllChannels: true,
  }
}
