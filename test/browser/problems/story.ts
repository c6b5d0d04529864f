import { afterAll, afterEach, describe, it } from 'vitest'
import type { ProblemCode } from '../../../shared/problem.ts'
import { chromiumPath } from '../chromium.ts'
import type { World, WorldOptions } from './world.ts'
import { closeBrowser, closeWorlds, startWorld } from './world.ts'

/** Problems of the catalogue, brought about for real and mended by a button on the page. */
export interface Story {
  codes: readonly ProblemCode[]
  /** What the bookkeeper sees and does. */
  tells: string
  options?: WorldOptions | (() => Promise<WorldOptions>)
  run: (world: World) => Promise<void>
}

/** Runs every story in a world of its own. */
export function tellStories(about: string, stories: readonly Story[]): void {
  describe.skipIf(chromiumPath() === null)(about, () => {
    afterEach(closeWorlds)
    afterAll(closeBrowser)
    it.each(stories.map((story) => [`${story.codes.join(', ')}: ${story.tells}`, story] as const))(
      '%s',
      async (_name, story) => {
        const { options } = story
        await story.run(await startWorld(typeof options === 'function' ? await options() : options))
      },
    )
  })
}
