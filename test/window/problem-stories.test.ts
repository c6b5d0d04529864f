import { describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { actionsOf } from '../../shared/problem.ts'
import { STORIES } from '../browser/problems/all.ts'
import { WITHOUT_STORY } from '../browser/problems/not-mended.ts'

const told = new Set<ProblemCode>(STORIES.flatMap((story) => story.codes))
const withButtons = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => actionsOf(code).length > 0)

describe('each problem of the catalogue that has a button', () => {
  it('is mended by that button in a browser, or named here with the reason why not', () => {
    expect(withButtons.filter((code) => !told.has(code) && WITHOUT_STORY[code] === undefined)).toEqual([])
  })

  it('is not excused where it has a story, and no other is', () => {
    expect(
      Object.keys(WITHOUT_STORY).filter(
        (code) => told.has(code as ProblemCode) || !(withButtons as string[]).includes(code),
      ),
    ).toEqual([])
    expect([...told].filter((code) => !withButtons.includes(code))).toEqual([])
  })
})
