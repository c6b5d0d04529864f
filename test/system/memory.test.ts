import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const MEMORY = join(import.meta.dirname, '..', '..', 'electron', 'system', 'memory.ts')

describe('memory that was needed for a moment', () => {
  it('goes back to the system, and is asked for once', () => {
    const script = `
      import { SpareMemory } from ${JSON.stringify(MEMORY)}
      const memory = new SpareMemory()
      let many = Array.from({ length: 3_000_000 }, (_, nth) => ({ nth, text: 'document ' + nth }))
      const most = process.memoryUsage().rss
      if (many.length === 0) throw new Error()
      many = null
      await new Promise((resolve) => setTimeout(resolve, 50))
      const answers = [memory.giveBack(), memory.giveBack()]
      console.log(JSON.stringify({ most, left: process.memoryUsage().rss, answers }))`
    const said = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
    ) as { most: number; left: number; answers: boolean[] }
    expect(said.answers).toEqual([true, false])
    expect(said.left).toBeLessThan(said.most / 2)
  })
})
