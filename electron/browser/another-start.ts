/**
 * The address that opens the window of a program that runs already, with a new one-time key: asked of that program, by what
 * it noted in the lock of the data folder. Null where it does not answer, or serves no window.
 */
export async function addressOfRunning(noted: string): Promise<string | null> {
  if (!URL.canParse(noted)) return null
  const url = new URL(noted)
  if (url.protocol !== 'http:' || url.hostname !== '127.0.0.1') return null
  const shown = url.hash.slice(1)
  url.hash = ''
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'x-billdr-qbo-start': shown },
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    })
    const address = await answer.text()
    return answer.ok && address.startsWith(`${url.origin}/`) ? address : null
  } catch {
    return null
  }
}
