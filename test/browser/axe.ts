import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Fails where axe finds anything serious on the page as it stands now. */
export async function noneSerious(page: Page, where = ''): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')
  expect(serious.map((each) => `${where} ${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
}
