import { RECEIPTS } from './problems/receipts.ts'
import { tellStories } from './problems/story.ts'

tellStories('receipts that cannot go', RECEIPTS)
