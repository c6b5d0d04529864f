import type { BooksView } from './lag.ts'
import { EMPTY_TYPES, typeNamed, type TypeName } from '../entities/entity-types.ts'
import type { Fields, Stored } from '../entities/json.ts'
import { invalidQuery, missing, refused, type Result } from '../entities/refusal.ts'

const MOST = 1000
const LOOK_BACK_MS = 30 * 24 * 3_600_000

/** Where the feed looks, and the rows of which it says once that they are deleted though they live. */
interface FeedSource {
  books: BooksView
  takeFalselyDeleted(type: TypeName): ReadonlySet<string>
}

/**
 * What changed since an instant, type by type; deleted entities come with their id and `status: "Deleted"`. At most 1000
 * a type, the oldest change first (VCR, RUC), and nothing older than 30 days, whatever was asked for.
 */
export function changesSince(
  source: FeedSource,
  present: (type: TypeName, entity: Stored) => Fields,
  entities: string | null,
  changedSince: string | null,
  now: Date,
): Result<Fields[]> {
  if (entities === null || entities.trim() === '') return refused(missing('entities'))
  if (changedSince === null) return refused(missing('changedSince'))
  const asked = Date.parse(changedSince.replace(' ', '+')) // an unescaped plus of the offset arrives as a space
  if (Number.isNaN(asked)) return refused(invalidQuery(`changedSince ${changedSince} is not a date and time`))
  const since = Math.max(asked, now.getTime() - LOOK_BACK_MS)
  const answers: Fields[] = []
  for (const word of entities.split(',').map((each) => each.trim())) {
    const type = typeNamed(word)
    if (type === null || type === 'Preferences') {
      if (type === null && EMPTY_TYPES.some((each) => each.toLowerCase() === word.toLowerCase())) {
        answers.push({})
        continue
      }
      return refused(invalidQuery(`Entity ${word} is not supported for change data capture`))
    }
    answers.push(changesOf(source, present, type, since))
  }
  return { value: answers }
}

function changesOf(
  { books, takeFalselyDeleted }: FeedSource,
  present: (type: TypeName, entity: Stored) => Fields,
  type: TypeName,
  since: number,
): Fields {
  const falsely = takeFalselyDeleted(type)
  const changed: { at: number; make: () => Fields }[] = []
  // MetaData holds whole seconds, so the second of the instant itself counts as changed.
  const from = Math.floor(since / 1000) * 1000
  for (const entity of books.all(type)) {
    const at = Date.parse(entity.MetaData.LastUpdatedTime)
    if (at >= from && !falsely.has(entity.Id)) changed.push({ at, make: () => present(type, entity) })
  }
  const falseStubs = [...falsely].flatMap((id) => {
    const entity = books.get(type, id)
    return entity ? [{ id, at: entity.MetaData.LastUpdatedTime }] : []
  })
  for (const { id, at: stamp } of [...books.gone(type), ...falseStubs]) {
    const at = Date.parse(stamp)
    if (at >= from)
      changed.push({
        at,
        make: () => ({ domain: 'QBO', status: 'Deleted', Id: id, MetaData: { LastUpdatedTime: stamp } }),
      })
  }
  if (changed.length === 0) return {}
  const rows = changed
    .sort((a, b) => a.at - b.at)
    .slice(-MOST)
    .map((each) => each.make())
  // A block of deleted rows alone came without startPosition, and counted them (BRZ 22).
  if (rows.every((row) => row['status'] === 'Deleted'))
    return { [type]: rows, maxResults: rows.length, totalCount: rows.length }
  return { [type]: rows, startPosition: 1, maxResults: rows.length }
}
