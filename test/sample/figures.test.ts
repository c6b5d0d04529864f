import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'
import { PublicBooks } from './books.ts'
import type { Truth } from './figures.ts'
import { holdAgainstBooks, truthOf } from './figures.ts'
import { STATES } from './states.ts'

const MINUTE = 60_000
const DAY_TWO = join(import.meta.dirname, '../../build/samples/renovation-day-two')

let running: QuickCompany
let books: PublicBooks
let truth: Truth

afterAll(closeCompanies)

describe.each(['the first day', 'the second day'])(
  'W1: on %s, what stands under QuickBooks’ name is what its books say',
  (day) => {
    beforeAll(async () => {
      running = await quickCompany()
      books = await PublicBooks.enter(running.practice)
      if (day !== 'the second day') return
      await running.company.sync()
      await rm(running.source, { recursive: true })
      await cp(DAY_TWO, running.source, { recursive: true })
    }, MINUTE)

    it.each(STATES)(
      '%s',
      async (_name, reach) => {
        await reach({ company: running.company, controls: running.practice.controls, books })
        // Where it is disconnected, what was read last still stands, with its time: nothing has changed since.
        const { state } = running.company.connection.status
        if (state === 'connected') truth = await truthOf(books)
        else expect(state).toBe('not-connected')
        expect(await holdAgainstBooks(running.company, truth)).toBeGreaterThan(300)
      },
      MINUTE,
    )
  },
)
