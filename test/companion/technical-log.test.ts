import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { handlersFor } from '../../electron/companion/handlers.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

describe('the technical log', () => {
  it('says what a run did, names no document, person or amount, and its end is at hand for support', async () => {
    const { companion, company, dataFolder } = await runningCompany()
    await company.sync()
    const text = readFileSync(join(dataFolder, 'companion.log'), 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toContainEqual(expect.objectContaining({ event: 'run-ended', company: 'beaubien' }))

    const said = company.rows().flatMap((row) => [row.number, row.name, row.party])
    const names = said.filter((each): each is string => typeof each === 'string' && each.length > 5)
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => text.includes(name))).toEqual([])

    const scheduler = new Scheduler({ companion, dataFolder, samples: '', host: 'browser', version: '0' })
    const tail = await handlersFor(scheduler).logTail({})
    expect(tail.at(-1)).toBe(text.trimEnd().split('\n').at(-1))
  })

  it('is written by the program that works on the folder, and by none that only looks', async () => {
    const { companion, dataFolder } = await runningCompany()
    expect(existsSync(join(dataFolder, 'companion.log'))).toBe(true)
    expect(companion.log.tail(1)).toHaveLength(1)
  })
})
