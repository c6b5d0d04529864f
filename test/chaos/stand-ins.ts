// Loaded before the command (node --import): a keychain that is a file, since a machine of tests may have none and a
// person's own is not for tests, and a time that passes faster, so that minutes of waiting are seconds.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const faster = Number(process.env['CHAOS_TIMES_FASTER'] ?? '1')
const wait = globalThis.setTimeout
const sooner = (work: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): NodeJS.Timeout =>
  wait(work, ms / faster, ...values)
globalThis.setTimeout = Object.assign(sooner, { __promisify__: wait.__promisify__ }) as typeof setTimeout
const sinceStart = performance.now.bind(performance)
performance.now = () => sinceStart() * faster

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'keytar'
      ? { url: new URL('stand-in-keytar', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url.endsWith('/stand-in-keytar')
      ? { format: 'module', source: 'export default globalThis[Symbol.for("stand-in-keytar")]', shortCircuit: true }
      : next(url, context),
})

const path = process.env['CHAOS_KEYCHAIN'] ?? ''

function read(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}

/** In one step, as a keychain does: a process that is killed leaves the old value or the new one. */
function write(values: Record<string, string>): void {
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(values), { mode: 0o600 })
  renameSync(`${path}.${process.pid}`, path)
}

const keytar = {
  getPassword: async (service: string, account: string) => read()[`${service} ${account}`] ?? null,
  setPassword: async (service: string, account: string, password: string) =>
    write({ ...read(), [`${service} ${account}`]: password }),
  deletePassword: async (service: string, account: string) => {
    const { [`${service} ${account}`]: found, ...rest } = read()
    write(rest)
    return found !== undefined
  },
}
Object.assign(globalThis, { [Symbol.for('stand-in-keytar')]: keytar })
