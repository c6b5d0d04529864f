// A practice company in a process of its own, kept in the folder that is named, until the parent lets go of it.
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'

const folder = process.argv[2]
if (!folder || !process.send) throw new Error('to be started by its parent, with a folder')
const company = await startControlledCompany({
  folder,
  country: 'CA',
  consent: 'automatic',
  limits: 'off',
  logLength: 200,
})
const { origin, apiBase, authorizeUrl, tokenUrl, revokeUrl, realmId, controlKey } = company
process.on('disconnect', () => {
  void company.close().then(() => process.exit(0))
})
process.send({ origin, apiBase, authorizeUrl, tokenUrl, revokeUrl, realmId, controlKey })
