import { Columns3, Download, FileUp, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import type { ColumnMapping } from '../../../shared/column-mapping.ts'
import { noColumnMapping, readColumnMapping } from '../../../shared/column-mapping.ts'
import type { ColumnsAnswer } from '../../../shared/column-preview.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { TABLES } from '../../../shared/tables.ts'
import { tableTerm } from '../../../shared/words/source-terms.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { Page } from '../../parts/page/page.tsx'
import { useWords } from '../../words/context.tsx'
import css from './columns.module.css'
import { withLeftOut, withTable } from './draft.ts'
import { openQuestions, TableSection } from './table-section.tsx'
import { Choice, WritingFields } from './writing-fields.tsx'

/** What a user says once about how CSV and Excel tables are read, with the first rows of each as they will be understood. */
export function ColumnsScreen({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const act = useAct()
  const [draft, setDraft] = useState<ColumnMapping | null>(null)
  const [note, setNote] = useState<string | null>(null)
  const [asked, ask] = useAsked(
    () => bridge.columns({ company, draft }),
    `${company} ${status.source.location} ${JSON.stringify(draft)}`,
  )
  const title = words.t('columns.title')
  const answer = asked.value
  if (!answer) {
    return (
      <Page title={title}>
        {asked.phase === 'failed' ? (
          <Empty icon={<TriangleAlert />} title={words.t('columns.failed')}>
            <Button onClick={ask}>{words.t('window.empty.again')}</Button>
          </Empty>
        ) : (
          <div role="status">
            <Empty icon={<LoaderCircle />} title={words.t('columns.loading')} />
          </div>
        )}
      </Page>
    )
  }
  if (!answer.ok)
    return (
      <Page title={title}>
        <Empty
          icon={<TriangleAlert />}
          title={words.problem(answer.problem).title}
          text={words.problem(answer.problem).explanation}
        />
      </Page>
    )

  const { kept, applies, tables, others, problem } = answer.value
  const mapping = draft ?? kept
  const change = (next: ColumnMapping): void => {
    setDraft(next)
    setNote(null)
  }

  async function keep(): Promise<void> {
    const outcome = await act.run('keep', () => bridge.setColumns({ company, mapping }))
    if (!outcome.done) return
    setDraft(null)
    setNote(words.t('columns.saved'))
    ask()
  }

  async function takeFrom(file: File): Promise<void> {
    const taken = readColumnMapping(await file.text())
    if (taken) setDraft(taken)
    setNote(words.t(taken ? 'columns.fileTaken' : 'columns.fileRefused', { file: file.name }))
  }

  if (!applies)
    return (
      <Page title={title}>
        <Empty icon={<Columns3 />} title={words.t('columns.none')} text={words.t('columns.noneApi')} />
      </Page>
    )
  return (
    <Page
      title={title}
      about={words.t('columns.about', { company: status.name })}
      tools={
        <>
          <FromFile onFile={(file) => void takeFrom(file)} />
          <Button
            icon={<Download size={14} aria-hidden="true" />}
            onClick={() => saveFile(mapping, `${company}-columns.json`)}
          >
            {words.t('columns.toFile')}
          </Button>
          {draft && (
            <Button variant="quiet" onClick={() => setDraft(null)}>
              {words.t('columns.discard')}
            </Button>
          )}
          <Button variant="primary" busy={act.busy !== null} disabled={draft === null} onClick={() => void keep()}>
            {words.t('columns.save')}
          </Button>
        </>
      }
    >
      <div className={css['screen']}>
        <div role="status" className={css['note']}>
          {note}
        </div>
        <ActTrouble act={act} />
        {problem && (
          <p className={css['notice']}>
            <b>{words.problem(problem).title}</b> {words.problem(problem).explanation}
          </p>
        )}
        {tables.length === 0 && others.length === 0 && !problem && (
          <Empty icon={<Columns3 />} title={words.t('columns.none')} text={words.t('columns.noneJson')} />
        )}
        {[...tables]
          .sort((one, other) => Number(openQuestions(other) > 0) - Number(openQuestions(one) > 0))
          .map((preview) => (
            // Its fold opens by itself at first only: another file is another table.
            <TableSection
              key={`${preview.table} ${preview.file}`}
              mapping={mapping}
              preview={preview}
              onChange={change}
            />
          ))}
        {others.length > 0 && <OtherFiles mapping={mapping} answer={answer.value} onChange={change} />}
        {tables.length > 0 && (
          <section className={css['section']} aria-labelledby="columns-of-all">
            <h2 id="columns-of-all">{words.t('columns.all')}</h2>
            <p className="muted">{words.t('columns.allHint')}</p>
            <WritingFields mapping={mapping} preview={null} onChange={change} />
          </section>
        )}
      </div>
    </Page>
  )
}

const NOT_READ = '-'

/** Files whose names say no table: the user says which one each holds. */
function OtherFiles({
  mapping,
  answer,
  onChange,
}: {
  mapping: ColumnMapping
  answer: ColumnsAnswer
  onChange: (mapping: ColumnMapping) => void
}): ReactNode {
  const words = useWords()
  return (
    <section className={css['section']} aria-labelledby="columns-other-files">
      <h2 id="columns-other-files">{words.t('columns.filesTitle')}</h2>
      <div className={css['writing']}>
        {answer.others.map((file) => (
          <Choice
            key={file}
            label={words.t('columns.fileHolds', { file })}
            value={mapping.leftOut?.includes(file) ? NOT_READ : ''}
            options={[
              { value: '', word: words.t('columns.fileUnsaid') },
              { value: NOT_READ, word: words.t('columns.fileNothing') },
              ...TABLES.map((table) => ({ value: table, word: tableTerm(words.language, table) })),
            ]}
            onChange={(value) => {
              const table = TABLES.find((each) => each === value)
              if (!table) onChange(withLeftOut(mapping, file, value === NOT_READ))
              if (table) onChange(withTable(mapping, table, (before) => ({ ...before, file })))
            }}
          />
        ))}
      </div>
    </section>
  )
}

function FromFile({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const words = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={<FileUp size={14} aria-hidden="true" />} onClick={() => input.current?.click()}>
        {words.t('columns.fromFile')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={words.t('columns.fromFile')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}

function saveFile(mapping: ColumnMapping, name: string): void {
  const address = URL.createObjectURL(
    new Blob([`${JSON.stringify({ ...noColumnMapping(), ...mapping }, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
