import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

/* C2: ten years of old jobs stay out of QuickBooks, new ones come at once. */

afterEach(closeCompanies)

type Raw = Record<string, unknown>

/** The export with more projects, as Billdr would write it anew. */
async function withProjects(location: string, more: Raw[]): Promise<void> {
  const path = join(location, 'projects.json')
  const projects = JSON.parse(await readFile(path, 'utf8')) as Raw[]
  const text = JSON.stringify([...projects, ...more])
  await writeFile(path, text)
  const manifestPath = join(location, 'manifest.json')
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as { files: Raw[]; exportedAt: string }
  const files = manifest.files.map((file) =>
    file['path'] === 'projects.json'
      ? { ...file, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') }
      : file,
  )
  const exportedAt = new Date(Date.parse(manifest.exportedAt) + 60_000).toISOString()
  await writeFile(manifestPath, JSON.stringify({ ...manifest, exportedAt, files }))
}

const job = (id: string, name: string): Raw => ({
  id,
  updatedAt: '2026-03-01T00:00:00Z',
  clientId: 'c-101',
  name,
  status: 'completed',
  createdAt: '2016-03-01T00:00:00Z',
})

it('C2: a job that Billdr had before connecting waits for its first document; one that comes later goes at once', async () => {
  const { company, practice } = await runningCompany()
  const { location } = company.workspace.profile().source
  await withProjects(location, [job('p-old', 'Vieux garage')])
  await company.sync()
  const problemOf = (key: string) => company.rows().find((row) => row.key === key)?.problem?.code ?? null
  expect(problemOf('project:p-old')).toBe('project-without-documents')
  await withProjects(location, [job('p-new', 'Serre')])
  await company.sync()
  expect(problemOf('project:p-old')).toBe('project-without-documents')
  const names = (await practice.controls.entities('Customer')).map((each) => each['DisplayName'])
  expect(names).toContain('Serre')
  expect(names).not.toContain('Vieux garage')
})
