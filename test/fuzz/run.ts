/**
 * `npm run fuzz -- [format|all] [cases] [seed]`: random mutations of valid files through each reader of Billdr's data.
 * Without arguments every format, 10,000 cases each, from a seed of the day. Ends with 1 at the first failure, naming the
 * case; the same seed repeats it.
 */
import { FORMATS, fuzzReader } from './readers.ts'

const [which = 'all', cases = '10000', seed = String(Math.floor(Date.now() / 86_400_000))] = process.argv.slice(2)
const formats = which === 'all' ? FORMATS : FORMATS.filter((format) => format === which)
if (formats.length === 0 || !(Number(cases) > 0)) {
  process.stderr.write(`Usage: npm run fuzz -- [all|${FORMATS.join('|')}] [cases] [seed]\n`)
  process.exit(64)
}

for (const format of formats) {
  const begun = performance.now()
  try {
    const report = await fuzzReader(format, Number(cases), Number(seed), (done) => {
      if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${format} ${done}/${cases}`)
    })
    const seconds = ((performance.now() - begun) / 1000).toFixed(0)
    process.stdout.write(
      `${format}: ${report.cases} cases, seed ${seed}: ${report.read} read, ${report.refused} refused, ${report.records} records, slowest ${report.slowestMs.toFixed(0)} ms, ${seconds} s\n`,
    )
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.stderr.write(
      `${error instanceof Error ? String(error.cause instanceof Error ? error.cause.stack : error.stack) : ''}\n`,
    )
    process.exitCode = 1
  }
}
