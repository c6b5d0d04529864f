import { expect, test } from 'vitest'
import { FORMATS, fuzzReader } from '../fuzz/readers.ts'

const CASES = 300

test.each(FORMATS)(
  `${CASES} random mutations of valid data as %s: no crash, none slower than 2 s, no record that is not whole`,
  { timeout: 120_000 },
  async (format) => {
    const report = await fuzzReader(format, CASES, 20_260_331)
    // Some are refused and some are not: otherwise the mutations would be too wild or too tame to say anything.
    expect(report.read).toBeGreaterThan(0)
    expect(report.records).toBeGreaterThan(0)
  },
)
