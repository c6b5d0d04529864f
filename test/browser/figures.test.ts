import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PublicBooks } from '../sample/books.ts'
import type { Truth } from '../sample/figures.ts'
import { truthOf } from '../sample/figures.ts'
import { STATES } from '../sample/states.ts'
import { chromiumPath } from './chromium.ts'
import {
  activitySays,
  disconnectedSays,
  matchesSay,
  monthsSay,
  overviewSays,
  panesSay,
  queueSays,
} from './figures-window.ts'
import type { World } from './problems/world.ts'
import { closeBrowser, closeWorlds, startWorld } from './problems/world.ts'

const DAY_TWO = join(import.meta.dirname, '../../build/samples/renovation-day-two')

afterAll(closeBrowser)

describe.skipIf(chromiumPath() === null).each(['the first day', 'the second day'])(
  'W1: on %s, every screen says under QuickBooks’ name what its books say',
  (day) => {
    let world: World | null = null
    let books: PublicBooks
    let truth: Truth

    async function begun(): Promise<World> {
      const made = await startWorld()
      const access = await made.company.connection.access()
      if (!access.ok || !access.value.practice) throw new Error('no practice company')
      books = await PublicBooks.enter(access.value.practice)
      if (day === 'the second day') {
        await rm(made.folder, { recursive: true })
        await cp(DAY_TWO, made.folder, { recursive: true })
        // A run that was under way may have read the folder while it was written: what is read here is what follows it.
        await made.company.sync()
        await made.company.sync()
      }
      return made
    }
    afterAll(closeWorlds)

    it.each(STATES)('%s', async (_name, reach) => {
      world ??= await begun()
      await reach({ company: world.company, controls: await world.practice(), books })
      const isConnected = world.company.connection.status.state === 'connected'
      // Where it is disconnected, what was read last still stands, with its time: nothing has changed since.
      if (isConnected) truth = await truthOf(books)
      await queueSays(world, truth)
      expect(await panesSay(world, truth)).toBeGreaterThan(10)
      await monthsSay(world, truth)
      if (isConnected) await matchesSay(world, books)
      await overviewSays(world, truth)
      await activitySays(world)
      if (!isConnected) await disconnectedSays(world)
    })
  },
)
