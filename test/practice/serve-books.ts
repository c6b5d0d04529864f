// A practice company in a process of its own, for tests that kill it: node serve-books.ts <folder>
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'

const practice = await startControlledCompany({
  folder: process.argv[2] ?? null,
  country: 'CA',
  consent: 'automatic',
  limits: 'off',
})
const { controls: _controls, close, ...addresses } = practice
process.stdout.write(`${JSON.stringify(addresses)}\n`)
// The parent holds the other end of this pipe: when it goes, so does this process.
process.stdin.resume()
process.stdin.once('end', () => {
  void close().then(() => process.exit(0))
})
