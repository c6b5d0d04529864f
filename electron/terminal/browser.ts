import { spawn } from 'node:child_process'

/**
 * Opens an address in the system's browser. Where there is none, nothing happens: the address is printed as well.
 * Only http and https addresses are passed on.
 */
export async function openInBrowser(address: string): Promise<void> {
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return
  const [command, ...args] =
    process.platform === 'win32'
      ? ['rundll32.exe', 'url.dll,FileProtocolHandler', url.href]
      : process.platform === 'darwin'
        ? ['open', url.href]
        : ['xdg-open', url.href]
  await new Promise<void>((resolve) => {
    const child = spawn(command ?? '', args, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve())
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
