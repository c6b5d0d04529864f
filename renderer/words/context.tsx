import { createContext, use } from 'react'
import type { Words } from '../../shared/words/index.ts'

const WordsContext = createContext<Words | null>(null)
export const WordsProvider = WordsContext.Provider

export function useWords(): Words {
  const words = use(WordsContext)
  if (!words) throw new Error('no words around this part')
  return words
}
