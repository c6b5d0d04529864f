import { openSource } from '../../electron/billdr/open-source.ts'

/** Prints how many MB of memory reading a location takes at its peak, above what the process had before. */
const [location = ''] = process.argv.slice(2)
const opened = await openSource(location, { settleMs: 0 })
if (!opened.ok) throw new Error(opened.problem.code)
const peak = (): number => process.resourceUsage().maxRSS / 1024
const before = peak()
await opened.value.read(null, { record: () => undefined, removed: () => undefined, problem: () => undefined })
process.stdout.write(String(Math.round(peak() - before)))
