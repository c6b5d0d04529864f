import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a zip that a test writes by hand, so that it can also lie. */
export interface ZipPart {
  name: string | Buffer
  content: string | Buffer
  stored?: boolean
  /** Unix mode of the entry: 0o120777 is a link. */
  mode?: number
  /** What the entry claims about itself. */
  claims?: { bytes?: number; checksum?: number }
  /** General purpose flags beside the one for UTF-8 names. */
  flags?: number
  oldNames?: boolean
  /** Sizes and checksum stand behind the content, as programs write them that do not know them before. */
  descriptor?: boolean
}

const UTF8 = 0x800
const UNIX = 3 << 8

/** A zip file in memory (APPNOTE 6.3: local headers, central directory, end record; no zip64). */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const content = Buffer.from(part.content as string)
    const name = Buffer.from(part.name as string)
    const packed = part.stored ? content : deflateRawSync(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE((part.oldNames ? 0 : UTF8) | (part.flags ?? 0), 2)
    common.writeUInt16LE(part.stored ? 0 : 8, 4)
    common.writeUInt32LE(0x5a8c0000, 6)
    common.writeUInt32LE(part.claims?.checksum ?? crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(part.claims?.bytes ?? content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const facts = common.subarray(10, 22)
    const head = Buffer.from(common)
    if (part.descriptor) {
      common.writeUInt16LE(common.readUInt16LE(2) | 8, 2)
      common.copy(head)
      head.fill(0, 10, 22)
    }
    const behind = part.descriptor ? [Buffer.from('PK\x07\x08', 'latin1'), facts] : []
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, name, packed, ...behind])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    const made = Buffer.alloc(2)
    made.writeUInt16LE(UNIX | 20)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, common, rest, name]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}
