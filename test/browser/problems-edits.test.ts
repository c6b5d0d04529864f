import { EDITS } from './problems/edits.ts'
import { tellStories } from './problems/story.ts'

tellStories('what changes after it was sent', EDITS)
