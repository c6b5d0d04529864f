import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ColumnMapping } from '../../../shared/column-mapping.ts'
import type { PreviewRow, TablePreview } from '../../../shared/column-preview.ts'
import { columnWord } from '../../../shared/words/column-terms.ts'
import { useWords } from '../../words/context.tsx'
import { columnOfField, understoodWord } from './column-words.ts'
import css from './columns.module.css'
import { withColumn } from './draft.ts'

const LEAVE_OUT = '-'

/** The first rows of a table under their own headers, as they will be understood, each with what is wrong with it. */
export function FirstRows({
  mapping,
  preview,
  label,
  onChange,
}: {
  mapping: ColumnMapping
  preview: TablePreview
  label: string
  onChange: (mapping: ColumnMapping) => void
}): ReactNode {
  const words = useWords()
  const { columns, rows } = preview
  const anyWrong = rows.some((row) => row.problems.length > 0)
  return (
    // A wide table is moved sideways by the keyboard as well.
    <div className={css['scroll']} role="region" aria-label={label} tabIndex={0}>
      <table className={css['rows']}>
        <thead>
          <tr>
            <th scope="col" className={css['rowNumber']}>
              {words.t('columns.row')}
            </th>
            {anyWrong && <th scope="col">{words.t('columns.wrong')}</th>}
            {columns.map(({ header }, at) => (
              <th key={at} scope="col" dir="auto">
                {header}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="row" className={css['rowNumber']}>
              {words.t('columns.meaning')}
            </th>
            {anyWrong && <td />}
            {columns.map((column, at) => (
              <td key={at}>
                <Meaning mapping={mapping} preview={preview} column={column} onChange={onChange} />
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RowLine key={row.row} row={row} columns={columns} anyWrong={anyWrong} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What one of their columns holds: as recognised, or as the user says. */
function Meaning({
  mapping,
  preview,
  column,
  onChange,
}: {
  mapping: ColumnMapping
  preview: TablePreview
  column: TablePreview['columns'][number]
  onChange: (mapping: ColumnMapping) => void
}): ReactNode {
  const words = useWords()
  const { header, column: found } = column
  if (header.trim() === '') return null
  const columns = mapping.tables?.[preview.table]?.columns ?? {}
  const said = Object.hasOwn(columns, header) ? columns[header] : undefined
  const value = said === null ? LEAVE_OUT : (said ?? found ?? '')
  const nothing = found === null || said === null
  const choices =
    value !== '' && value !== LEAVE_OUT && !preview.choices.includes(value)
      ? [...preview.choices, value]
      : preview.choices
  return (
    <select
      aria-label={words.t('columns.goesTo', { header })}
      value={value}
      className={css['meaning']}
      data-open={value === '' && preview.missing.length > 0}
      onChange={(event) =>
        onChange(
          withColumn(
            mapping,
            preview.table,
            header,
            event.target.value === '' ? undefined : event.target.value === LEAVE_OUT ? null : event.target.value,
          ),
        )
      }
    >
      {nothing && (
        <option value="">{words.t(preview.missing.length > 0 ? 'columns.unknown' : 'columns.notNeeded')}</option>
      )}
      <option value={LEAVE_OUT}>{words.t('columns.leaveOut')}</option>
      {choices.map((name) => (
        <option key={name} value={name}>
          {columnWord(name, words)}
        </option>
      ))}
    </select>
  )
}

function RowLine({
  row,
  columns,
  anyWrong,
}: {
  row: PreviewRow
  columns: TablePreview['columns']
  anyWrong: boolean
}): ReactNode {
  const words = useWords()
  const wrong = new Set(row.problems.map(({ field }) => columnOfField(field)))
  return (
    <tr>
      <th scope="row" className={`num ${css['rowNumber']}`}>
        {words.number(row.row)}
      </th>
      {anyWrong && (
        <td className={css['problems']}>
          {row.problems.length === 0 ? (
            <span className="muted">{words.t('columns.fine')}</span>
          ) : (
            row.problems.map(({ problem }, at) => {
              const { title, explanation } = words.problem(problem)
              return (
                <p key={at}>
                  <TriangleAlert size={13} aria-hidden="true" />
                  <span>
                    <b>{title}</b> {explanation}
                  </span>
                </p>
              )
            })
          )}
        </td>
      )}
      {columns.map(({ column }, at) => {
        const written = row.cells[at] ?? ''
        const understood = column === null ? undefined : row.understood[column]
        const differs =
          column !== null &&
          understood !== undefined &&
          ![understood, understoodWord(column, understood, words)].includes(written.trim())
        return (
          <td key={at} dir="auto" data-wrong={column !== null && wrong.has(column)} data-unread={column === null}>
            {column === null || understood === undefined ? written : understoodWord(column, understood, words)}
            {differs && written.trim() !== '' && (
              <span className={css['written']}>{words.t('columns.asWritten', { text: written })}</span>
            )}
          </td>
        )
      })}
    </tr>
  )
}
