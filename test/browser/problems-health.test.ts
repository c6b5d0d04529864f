import { HEALTH } from './problems/health.ts'
import { tellStories } from './problems/story.ts'

tellStories('settings that cause trouble', HEALTH)
