import type { ReactNode } from 'react'
import { useId } from 'react'
import type { ColumnMapping } from '../../../shared/column-mapping.ts'
import type { TablePreview } from '../../../shared/column-preview.ts'
import { useWords } from '../../words/context.tsx'
import { recognisedWord, writingChoices } from './column-words.ts'
import css from './columns.module.css'
import type { WritingName } from './draft.ts'
import { withTable, withWriting } from './draft.ts'

const OF_TEXTS: readonly WritingName[] = ['separator', 'encoding', 'decimal', 'dateOrder']
const OF_WORKBOOKS: readonly WritingName[] = ['decimal', 'dateOrder']

/** How tables are written, as it was recognised, each to be overruled: for one table, or for all where there is none. */
export function WritingFields({
  mapping,
  preview,
  onChange,
}: {
  mapping: ColumnMapping
  preview: TablePreview | null
  onChange: (mapping: ColumnMapping) => void
}): ReactNode {
  const words = useWords()
  const table = preview?.table ?? null
  const said = preview ? (mapping.tables?.[preview.table] ?? {}) : mapping
  const names = preview?.format === 'xlsx' ? OF_WORKBOOKS : OF_TEXTS
  return (
    <div className={css['writing']}>
      {names.map((name) => {
        const recognised = preview && recognisedWord(name, preview.writing, words)
        const otherwise =
          preview === null
            ? words.t('columns.recognise')
            : mapping[name] !== undefined
              ? words.t('columns.asAll')
              : recognised
                ? words.t('columns.recognised', { value: recognised })
                : words.t('columns.recognise')
        return (
          <Choice
            key={name}
            label={words.t(`columns.${name}`)}
            value={said[name] ?? ''}
            options={[{ value: '', word: otherwise }, ...writingChoices(name, words)]}
            onChange={(value) => onChange(withWriting(mapping, table, name, value === '' ? null : value))}
          />
        )
      })}
      {preview && <TableOnly mapping={mapping} preview={preview} onChange={onChange} />}
    </div>
  )
}

function TableOnly({
  mapping,
  preview,
  onChange,
}: {
  mapping: ColumnMapping
  preview: TablePreview
  onChange: (mapping: ColumnMapping) => void
}): ReactNode {
  const words = useWords()
  const { table, writing } = preview
  const said = mapping.tables?.[table] ?? {}
  return (
    <>
      <Choice
        label={words.t('columns.totals')}
        value={said.skipTotals === false ? 'keep' : ''}
        options={[
          { value: '', word: words.t('columns.totalsSkip') },
          { value: 'keep', word: words.t('columns.totalsKeep') },
        ]}
        onChange={(value) =>
          onChange(
            withTable(mapping, table, ({ skipTotals: _, ...rest }) =>
              value === 'keep' ? { ...rest, skipTotals: false } : rest,
            ),
          )
        }
      />
      {writing && writing.sheets.length > 1 && (
        <Choice
          label={words.t('columns.sheet')}
          value={said.sheet ?? ''}
          options={[
            {
              value: '',
              word: words.t('columns.recognised', {
                value: said.sheet === undefined ? (writing.sheet ?? '') : (writing.sheets[0] ?? ''),
              }),
            },
            ...writing.sheets.map((sheet) => ({ value: sheet, word: sheet })),
          ]}
          onChange={(value) =>
            onChange(
              withTable(mapping, table, ({ sheet: _, ...rest }) => (value === '' ? rest : { ...rest, sheet: value })),
            )
          }
        />
      )}
      {said.file !== undefined && (
        <Choice
          label={words.t('columns.otherFile')}
          value={said.file}
          options={[
            { value: '', word: words.t('columns.noFile') },
            { value: said.file, word: said.file },
          ]}
          onChange={(value) =>
            onChange(
              withTable(mapping, table, ({ file: _, ...rest }) => (value === '' ? rest : { ...rest, file: value })),
            )
          }
        />
      )}
    </>
  )
}

/** One thing to choose, under its label. */
export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: readonly { value: string; word: string }[]
  onChange: (value: string) => void
}): ReactNode {
  const id = useId()
  return (
    <div className={css['choice']}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
    </div>
  )
}
