import { GUARDS } from './problems/guards.ts'
import { tellStories } from './problems/story.ts'

tellStories('what waits for a yes', GUARDS)
