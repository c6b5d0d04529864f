import { ChevronRight, CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import type { ColumnMapping } from '../../../shared/column-mapping.ts'
import type { TablePreview } from '../../../shared/column-preview.ts'
import type { Problem } from '../../../shared/problem.ts'
import { columnWord } from '../../../shared/words/column-terms.ts'
import { alphabetsIn, readingsIn } from '../../../shared/words/readings.ts'
import { tableTerm } from '../../../shared/words/source-terms.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { knownWord, writingChoices } from './column-words.ts'
import css from './columns.module.css'
import { withConstant, withWord, withWriting } from './draft.ts'
import { FirstRows } from './first-rows.tsx'
import { Choice, WritingFields } from './writing-fields.tsx'

/** How many things of a table are still to be said by a person. */
export function openQuestions(preview: TablePreview): number {
  return preview.missing.length + preview.words.length + preview.questions.length
}

/** One CSV or XLSX table: what is still to be said, its first rows, and how it is written. */
export function TableSection({
  mapping,
  preview,
  onChange,
}: {
  mapping: ColumnMapping
  preview: TablePreview
  onChange: (mapping: ColumnMapping) => void
}): ReactNode {
  const words = useWords()
  const id = useId()
  const open = openQuestions(preview)
  const wrong = preview.rows.filter((row) => row.problems.length > 0).length
  const [shown, setShown] = useState(open > 0 || wrong > 0 || preview.problem !== null)
  const title = words.t('columns.table', { table: tableTerm(words.language, preview.table), file: preview.file })
  const state =
    open > 0
      ? words.t('columns.asked', { count: open })
      : wrong > 0
        ? words.t('columns.rowsWrong', { count: wrong })
        : preview.problem
          ? words.problem(preview.problem).title
          : words.t('columns.ready')
  const well = open === 0 && wrong === 0 && preview.problem === null
  return (
    <section className={css['section']} aria-labelledby={id} data-table={preview.table}>
      <h2>
        <button type="button" className={css['fold']} aria-expanded={shown} onClick={() => setShown(!shown)}>
          <ChevronRight size={15} aria-hidden="true" />
          <span id={id} dir="auto">
            {title}
          </span>
          <span className={css['state']} data-well={well}>
            {well ? <CircleCheck size={14} aria-hidden="true" /> : <TriangleAlert size={14} aria-hidden="true" />}
            {state}
          </span>
        </button>
      </h2>
      {shown && (
        <div className={css['body']}>
          {preview.problem && preview.missing.length === 0 && (
            <p className={css['notice']}>{words.problem(preview.problem).explanation}</p>
          )}
          {preview.questions.map((question) => (
            <WritingQuestion
              key={question.code}
              question={question}
              mapping={mapping}
              preview={preview}
              onChange={onChange}
            />
          ))}
          <Missing mapping={mapping} preview={preview} onChange={onChange} />
          <UnknownWords mapping={mapping} preview={preview} onChange={onChange} />
          {preview.columns.length > 0 && (
            <FirstRows mapping={mapping} preview={preview} label={title} onChange={onChange} />
          )}
          {preview.totals.length > 0 && (
            <p className="muted">
              {words.t('columns.totalsOut', { count: preview.totals.length, rows: preview.totals.join(', ') })}
            </p>
          )}
          <h3>{words.t('columns.writing')}</h3>
          <WritingFields mapping={mapping} preview={preview} onChange={onChange} />
        </div>
      )}
    </section>
  )
}

interface PartProps {
  mapping: ColumnMapping
  preview: TablePreview
  onChange: (mapping: ColumnMapping) => void
}

/** What can be answered to a question, in the order of its readings. */
const ANSWERS = {
  'number-ambiguous': { name: 'decimal', values: ['.', ','] },
  'source-date-ambiguous': { name: 'dateOrder', values: ['dmy', 'mdy'] },
} as const

/** Which mark stands before the cents, which part of a date is the day: asked with rows as they would be read each way. */
function WritingQuestion({ question, mapping, preview, onChange }: PartProps & { question: Problem }): ReactNode {
  const words = useWords()
  const { code } = question
  if (code === 'source-letters-unclear')
    return <LettersQuestion question={question} mapping={mapping} preview={preview} onChange={onChange} />
  const readings = readingsIn(String(question.params['readings'] ?? ''))
  if (code !== 'number-ambiguous' && code !== 'source-date-ambiguous') return null
  const { name, values } = ANSWERS[code]
  const choices = writingChoices(name, words)
  const meant = (text: string): string => (name === 'decimal' ? words.decimal(text) : words.day(text))
  const title = words.problem(question).title
  return (
    <div className={css['question']} role="group" aria-label={title}>
      <b>{title}</b>
      {values.map((value, at) => {
        const word = choices.find((choice) => choice.value === value)?.word ?? value
        const [first] = readings
        const example = first ? ` (${meant(at === 0 ? first.one : first.other)})` : ''
        return (
          <div key={value}>
            <Button onClick={() => onChange(withWriting(mapping, preview.table, name, value))}>{word + example}</Button>
            <ul>
              {readings.map((each) => (
                <li key={each.row}>
                  {words.t('columns.readAs', {
                    row: String(each.row),
                    value: each.value,
                    meant: meant(at === 0 ? each.one : each.other),
                  })}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </div>
  )
}

/** In which alphabet a file is written: asked with how a few places of it read in each that is possible. */
function LettersQuestion({ question, mapping, preview, onChange }: PartProps & { question: Problem }): ReactNode {
  const words = useWords()
  const title = words.problem(question).title
  const choices = writingChoices('encoding', words)
  return (
    <div className={css['question']} role="group" aria-label={title}>
      <b>{title}</b>
      {alphabetsIn(String(question.params['samples'] ?? '')).map(({ encoding, sample }) => (
        <div key={encoding}>
          <Button onClick={() => onChange(withWriting(mapping, preview.table, 'encoding', encoding))}>
            {choices.find(({ value }) => value === encoding)?.word ?? encoding}
          </Button>
          <ul>
            <li dir="auto">{sample}</li>
          </ul>
        </div>
      ))}
    </div>
  )
}

/** Columns that nobody found: matched in the head of the table, or the same in every row. */
function Missing({ mapping, preview, onChange }: PartProps): ReactNode {
  const words = useWords()
  const constants = mapping.tables?.[preview.table]?.constants ?? {}
  const offered = preview.constants.filter(
    ({ column }) => preview.missing.includes(column) || constants[column] !== undefined,
  )
  if (preview.missing.length === 0 && offered.length === 0) return null
  return (
    <div className={css['missing']}>
      {preview.missing.length > 0 && (
        <p>
          <TriangleAlert size={14} aria-hidden="true" /> {words.t('columns.missing')}{' '}
          <b>{preview.missing.map((name) => columnWord(name, words)).join(', ')}</b>
        </p>
      )}
      <div className={css['writing']}>
        {offered.map(({ column, choices }) => {
          const label = words.t('columns.constantFor', { field: columnWord(column, words) })
          const say = (value: string): void => onChange(withConstant(mapping, preview.table, column, value))
          if (choices.length === 0)
            return <Constant key={column} label={label} value={constants[column] ?? ''} onSay={say} />
          return (
            <Choice
              key={column}
              label={label}
              value={constants[column] ?? ''}
              options={[
                { value: '', word: words.t('columns.differs') },
                ...choices.map((choice) => ({ value: choice, word: knownWord(column, choice, words) })),
              ]}
              onChange={say}
            />
          )
        })}
      </div>
    </div>
  )
}

/** A value is said once its field is left, or by Enter: half a word is no answer. */
function Constant({
  label,
  value,
  onSay,
}: {
  label: string
  value: string
  onSay: (value: string) => void
}): ReactNode {
  const id = useId()
  const [text, setText] = useState(value)
  const say = (): void => {
    if (text.trim() !== value) onSay(text)
  }
  return (
    <div className={css['choice']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={text}
        maxLength={255}
        dir="auto"
        onChange={(event) => setText(event.target.value)}
        onBlur={say}
        onKeyDown={(event) => event.key === 'Enter' && say()}
      />
    </div>
  )
}

/** Words that the contract does not know: said once what they mean. */
function UnknownWords({ mapping, preview, onChange }: PartProps): ReactNode {
  const words = useWords()
  const values = mapping.tables?.[preview.table]?.values ?? {}
  const said = Object.entries(values).flatMap(([column, of]) =>
    Object.entries(of).map(([word, means]) => ({
      column,
      word,
      means,
      choices: preview.words.find((each) => each.column === column)?.choices ?? [means],
    })),
  )
  const asked = preview.words
    .filter(({ column, word }) => values[column]?.[word] === undefined)
    .map((each) => ({ ...each, means: null }))
  const all = [...asked, ...said]
  if (all.length === 0) return null
  return (
    <div className={css['missing']}>
      {asked.length > 0 && (
        <p>
          <TriangleAlert size={14} aria-hidden="true" /> {words.t('columns.words')}
        </p>
      )}
      <div className={css['writing']}>
        {all.map(({ column, word, means, choices }) => (
          <Choice
            key={`${column} ${word}`}
            label={words.t('columns.wordMeans', { word, field: columnWord(column, words) })}
            value={means ?? ''}
            options={[
              { value: '', word: words.t('columns.wordUnknown') },
              ...choices.map((choice) => ({ value: choice, word: knownWord(column, choice, words) })),
            ]}
            onChange={(value) => onChange(withWord(mapping, preview.table, column, word, value === '' ? null : value))}
          />
        ))}
      </div>
    </div>
  )
}
