import { SOURCE } from './problems/source.ts'
import { tellStories } from './problems/story.ts'

tellStories('the Billdr data', SOURCE)
