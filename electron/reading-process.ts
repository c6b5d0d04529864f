import { readingOrders } from './billdr/aside/side-reading.ts'
import { answerOrders } from './system/side-answers.ts'

/** The process in which exports are read; see billdr/aside/aside-source.ts. */
answerOrders(readingOrders())
