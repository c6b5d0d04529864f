/** One part of a multipart body. The bytes are those that were sent. */
export interface Part {
  name: string
  fileName: string | null
  contentType: string
  bytes: Buffer
}

/** The boundary that a Content-Type names, or null where it is no multipart form. */
export function boundaryOf(contentType: string): string | null {
  const found = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  return found?.[1] ?? found?.[2] ?? null
}

function parameter(header: string, name: string): string | null {
  const extended = new RegExp(`${name}\\*=UTF-8''([^;]+)`, 'i').exec(header)?.[1]
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended)
    } catch {
      return null
    }
  }
  const quoted = new RegExp(`[;\\s]${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1').replace(/%22/g, '"')
  return new RegExp(`[;\\s]${name}=([^;\\s"]+)`, 'i').exec(header)?.[1] ?? null
}

/** Takes a multipart body apart; null where it is not well formed (no boundary, no end, a part without headers). */
export function partsOf(body: Buffer, boundary: string): Part[] | null {
  const mark = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  let at = body.indexOf(mark)
  if (at < 0) return null
  for (;;) {
    let from = at + mark.length
    if (body.toString('latin1', from, from + 2) === '--') return parts
    if (body.toString('latin1', from, from + 2) !== '\r\n') return null
    from += 2
    const blank = body.indexOf('\r\n\r\n', from)
    const end = body.indexOf(Buffer.from(`\r\n--${boundary}`), Math.max(from, blank))
    if (blank < 0 || end < 0) return null
    const headers = body.toString('utf8', from, blank).split('\r\n')
    const header = (name: string): string =>
      headers
        .find((each) => each.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? ''
    const disposition = header('content-disposition')
    const name = parameter(disposition, 'name')
    if (name === null) return null
    parts.push({
      name,
      fileName: parameter(disposition, 'filename'),
      contentType: header('content-type') || 'text/plain',
      bytes: Buffer.from(body.subarray(blank + 4, end)),
    })
    at = end + 2
  }
}
