import sax from 'sax'

const DEEPEST = 64

/** What a reader of XML is told. Names come without their namespace prefix, texts perhaps in several pieces. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text?(text: string): void
}

/**
 * Reads an XML file as a stream. Answers null at its end, or why it cannot be read: not well formed, nested deeper than
 * any spreadsheet, or with a document type (which could define entities; no spreadsheet has one). `stop` ends the reading
 * early, which is no failure.
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  reader: XmlReader,
  stop: () => boolean,
): Promise<string | null> {
  const parser = sax.parser(true, { position: false })
  const decoder = new TextDecoder('utf-8')
  let failure: string | null = null
  let depth = 0
  const fail = (why: string): void => {
    failure ??= why
  }
  parser.onerror = (error) => fail(error.message.split('\n')[0] ?? 'not well formed')
  parser.ondoctype = () => fail('a document type')
  parser.onopentag = (tag) => {
    depth += 1
    if (depth > DEEPEST) fail('nested too deep')
    if (failure !== null || stop()) return
    reader.open(localName(tag.name), tag.attributes as Record<string, string>)
  }
  parser.onclosetag = (name) => {
    depth -= 1
    if (failure === null && !stop()) reader.close(localName(name))
  }
  const text = (piece: string): void => {
    if (failure === null && !stop()) reader.text?.(piece)
  }
  parser.ontext = text
  parser.oncdata = text

  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }))
    if (failure !== null) return failure
    if (stop()) return null
  }
  parser.write(decoder.decode())
  if (failure === null) parser.close()
  return failure
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
