import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { mkdirSync, open, readFile, readdirSync, rename, unlink, unlinkSync } from '../../system/files.ts'

/** Where the bytes of attachments are kept: a file each, named by the attachable's id. */
export interface AttachmentFiles {
  /** Puts bytes aside, on disk, before their attachable exists. */
  store(bytes: Buffer): Promise<string>
  /** Gives bytes that were put aside to their attachable. */
  assign(ticket: string, id: string): Promise<void>
  discard(ticket: string): Promise<void>
  read(id: string): Promise<Buffer | null>
  remove(id: string): Promise<void>
}

export function filesInMemory(): AttachmentFiles {
  const kept = new Map<string, Buffer>()
  return {
    store(bytes) {
      const ticket = `new-${randomBytes(9).toString('hex')}`
      kept.set(ticket, bytes)
      return Promise.resolve(ticket)
    },
    assign(ticket, id) {
      const bytes = kept.get(ticket)
      if (bytes) kept.set(id, bytes)
      kept.delete(ticket)
      return Promise.resolve()
    },
    discard(ticket) {
      kept.delete(ticket)
      return Promise.resolve()
    },
    read: (id) => Promise.resolve(kept.get(id) ?? null),
    remove(id) {
      kept.delete(id)
      return Promise.resolve()
    },
  }
}

export function filesInFolder(folder: string): AttachmentFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(folder)) if (name.startsWith('new-')) unlinkSync(join(folder, name)) // of an upload that never ended
  const ignoreMissing = (error: unknown): void => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return {
    async store(bytes) {
      const ticket = `new-${randomBytes(9).toString('hex')}`
      const file = await open(join(folder, ticket), 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      return ticket
    },
    assign: (ticket, id) => rename(join(folder, ticket), join(folder, id)),
    discard: (ticket) => unlink(join(folder, ticket)).catch(ignoreMissing),
    read: (id) =>
      readFile(join(folder, id)).catch((error: unknown) => {
        ignoreMissing(error)
        return null
      }),
    remove: (id) => unlink(join(folder, id)).catch(ignoreMissing),
  }
}
