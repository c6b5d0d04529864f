import { RULES } from './problems/rules.ts'
import { tellStories } from './problems/story.ts'

tellStories('what the rules hold back', RULES)
