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

function decoded(bytes: Buffer, encoding: string): Buffer {
  return encoding.toLowerCase() === 'base64' ? Buffer.from(bytes.toString('latin1'), 'base64') : Buffer.from(bytes)
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
    // Lines may end in CRLF or in LF alone, as some clients write them (PQ).
    const eol = body.toString('latin1', from, from + 2) === '\r\n' ? '\r\n' : '\n'
    if (body.toString('latin1', from, from + eol.length) !== eol) return null
    from += eol.length
    const blank = body.indexOf(`${eol}${eol}`, from)
    const next = body.indexOf(mark, Math.max(from, blank))
    if (blank < 0 || next < 0) return null
    const end = next - (body.toString('latin1', next - 2, next) === '\r\n' ? 2 : 1)
    const headers = body.toString('utf8', from, blank).split(eol)
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
      bytes: decoded(
        body.subarray(blank + 2 * eol.length, Math.max(end, blank + 2 * eol.length)),
        header('content-transfer-encoding'),
      ),
    })
    at = next
  }
}
