import { pictureOrders } from './receipts/side-pictures.ts'
import { answerOrders } from './system/side-answers.ts'

/** The process that prepares pictures, and ends; see receipts/side-pictures.ts. */
answerOrders(pictureOrders)
