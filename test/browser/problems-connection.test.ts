import { CONNECTION } from './problems/connection.ts'
import { tellStories } from './problems/story.ts'

tellStories('the connection and the sign-in', CONNECTION)
