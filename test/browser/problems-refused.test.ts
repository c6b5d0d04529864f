import { REFUSALS } from './problems/refusals.ts'
import { tellStories } from './problems/story.ts'

tellStories('what QuickBooks refuses', REFUSALS)
