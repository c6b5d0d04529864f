import { startProgram } from '../system/programs.ts'

/**
 * Opens an address in the system's browser. Where there is none, nothing happens: the address is printed as well.
 * Only http and https addresses are passed on.
 */
export async function openInBrowser(address: string): Promise<void> {
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return
  const [command, ...args] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', url.href]
      : process.platform === 'darwin'
        ? ['open', url.href]
        : ['xdg-open', url.href]
  await startProgram(command ?? '', args)
}
