import { useGraphiQL, type GraphiQLPlugin } from '@graphiql/react';
import { useMemo, useState } from 'react';
import { CredentialsNotice, useRefusal } from '../credentials/credentials-notice.tsx';
import { useActiveRun } from '../runs/active.ts';
import { eventTables } from '../runs/events.ts';
import { shownResultOf, wordOf, type Result, type Run } from '../runs/run.ts';
import { answerIn, labelOf, readAnswer, type Answer } from './answer.ts';
import { toCsv, toTsv } from './csv.ts';
import type { Nested, Row, Table } from './flatten.ts';
import { gridOf, sorted, type Grid, type Sorting } from './grid.ts';
import { GridView } from './grid-view.tsx';
import { Part } from './load-all.tsx';

/** The pane that shows the lists of the last answer as tables to sort, copy and save. */
export const TABLE_PLUGIN: GraphiQLPlugin = { title: 'Table', icon: TableIcon, content: TablePane };

/** Which table is shown; with `parent`, only the rows within that one of the enclosing table, as long as the answer has it. */
interface Selection {
  readonly path: string;
  readonly parent: object | null;
}

/** All pages of a list, in place of the answer that had one. */
interface Whole {
  readonly result: Result | undefined;
  readonly answer: Answer | null;
}

function TablePane() {
  const { response, title } = useGraphiQL(({ tabs, activeTabIndex }) => ({
    response: tabs[activeTabIndex]?.response,
    title: tabs[activeTabIndex]?.title,
  }));
  const run = useActiveRun();
  const received = useMemo(() => answerOf(run, response), [run, response]);
  const result = run && shownResultOf(run);
  const [whole, setWhole] = useState<Whole | null>(null);
  const answer = whole && whole.result === result ? whole.answer : received;
  const [wide, setWide] = useState(false);
  return (
    <section className={`isthmus-pane isthmus-table ${wide ? 'isthmus-wide' : ''}`} aria-label="Table">
      <header>
        <h2>Table</h2>
        <button type="button" onClick={() => setWide(!wide)}>
          {wide ? 'Beside the query' : 'Whole width'}
        </button>
      </header>
      <Content
        answer={answer}
        name={title ?? 'answer'}
        run={run}
        onLoaded={(value) => setWhole({ result, answer: answerIn(value) })}
      />
    </section>
  );
}

/** What there is to show: all events of a subscription, else the last answer. */
function answerOf(run: Run | undefined, response: string | null | undefined): Answer | null {
  if (run?.kind !== 'subscription') return readAnswer(response);
  return run.results.length > 0 ? { tables: eventTables(run), errors: [] } : null;
}

interface ContentProps {
  readonly answer: Answer | null;
  readonly name: string;
  readonly run: Run | undefined;
  /** Receives the answer with all pages of one of its lists. */
  readonly onLoaded: (answer: unknown) => void;
}

function Content({ answer, name, run, onLoaded }: ContentProps) {
  const [selection, setSelection] = useState<Selection | null>(null);
  if (answer === null) return <p>{hintOf(run)}</p>;
  const table = answer.tables.find(({ path }) => path === selection?.path) ?? answer.tables[0];
  if (!table)
    return (
      <>
        <CredentialsNotice />
        <Errors messages={answer.errors} otherwise="The answer holds nothing to show as a table." />
      </>
    );
  const parent = selection?.parent ?? null;
  const within = parent === null ? [] : table.rows.filter((row) => row.parent === parent);
  const rows = within.length > 0 ? within : table.rows;
  return (
    <>
      <CredentialsNotice />
      <Errors messages={answer.errors} />
      <TableChoice
        tables={answer.tables}
        chosen={table}
        shown={rows.length}
        onChoose={(path) => setSelection({ path, parent: null })}
      />
      <Part
        key={`${table.path} ${run ? shownResultOf(run)?.at.getTime() : ''}`}
        table={table}
        request={run?.request ?? null}
        onLoaded={onLoaded}
      />
      {within.length > 0 && (
        <p>
          Only those within one row are shown.{' '}
          <button type="button" onClick={() => setSelection({ path: table.path, parent: null })}>
            Show all {table.rows.length}
          </button>
        </p>
      )}
      {rows.length === 0 ? (
        <p>The list is empty.</p>
      ) : (
        <Rows
          key={table.path}
          rows={rows}
          name={fileName(name, table, rows.length)}
          onOpen={(nested) => setSelection({ path: nested.path, parent: nested.parent })}
        />
      )}
    </>
  );
}

function hintOf(run: Run | undefined): string {
  if (run?.isRunning) return `Waiting for the first ${wordOf(run.kind)}.`;
  return 'Run a query: the lists of its answer show here as tables.';
}

/** What failed is empty in the tables, so the reason must be shown, unless the notice about credentials says it. */
function Errors({
  messages,
  otherwise,
}: {
  readonly messages: readonly string[];
  readonly otherwise?: string;
}) {
  const refusal = useRefusal();
  const unsaid = new Set(messages.filter((message) => message !== refusal));
  if (unsaid.size === 0) return otherwise === undefined ? null : <p>{otherwise}</p>;
  return (
    <ul className="isthmus-errors">
      {[...unsaid].map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
}

interface TableChoiceProps {
  readonly tables: readonly Table[];
  readonly chosen: Table;
  /** How many rows of the chosen one are shown. */
  readonly shown: number;
  readonly onChoose: (path: string) => void;
}

function TableChoice({ tables, chosen, shown, onChoose }: TableChoiceProps) {
  return (
    <label className="isthmus-choice">
      List
      <select value={chosen.path} onChange={(event) => onChoose(event.target.value)}>
        {tables.map((table) => (
          <option key={table.path} value={table.path}>
            {table === chosen ? labelOf(table, shown) : labelOf(table)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RowsProps {
  readonly rows: readonly Row[];
  /** The name of the saved file. */
  readonly name: string;
  readonly onOpen: (nested: Nested) => void;
}

function Rows({ rows, name, onOpen }: RowsProps) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [withOuter, setWithOuter] = useState(true);
  const hasOuter = rows.some(({ outer }) => outer.size > 0);
  const grid = useMemo(() => sorted(gridOf(rows, withOuter), sorting), [rows, withOuter, sorting]);
  return (
    <>
      <div className="isthmus-actions">
        <CopyButton grid={grid} />
        <button type="button" onClick={() => save(toCsv(grid), name)}>
          Download CSV
        </button>
        {hasOuter && (
          <label>
            <input type="checkbox" checked={withOuter} onChange={() => setWithOuter(!withOuter)} /> with the
            rows around
          </label>
        )}
      </div>
      <GridView grid={grid} sorting={sorting} onSort={setSorting} onOpen={onOpen} />
    </>
  );
}

/** Browsers allow access to the clipboard only for pages loaded over https or from this machine. */
function CopyButton({ grid }: { readonly grid: Grid }) {
  const [copied, setCopied] = useState<Grid | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(toTsv(grid)).then(
      () => setCopied(grid),
      () => setCopied(null),
    );
  const title = window.isSecureContext ? 'For a spreadsheet' : 'Needs https';
  return (
    <button type="button" disabled={!window.isSecureContext} title={title} onClick={() => void copy()}>
      {copied === grid ? 'Copied' : 'Copy'}
    </button>
  );
}

/** Names the operation and the list, and says where the file is only a part of it. */
function fileName(operation: string, { path, partOf }: Table, count: number): string {
  const place = path.replaceAll('[]', '').replaceAll('.', '-');
  const part = partOf === undefined ? '' : `${count}-of-${partOf ?? 'more'}`;
  return `${[operation.replace(/\W/g, ''), place, part].filter(Boolean).join('-') || 'answer'}.csv`;
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function TableIcon(props: object) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" {...props}>
      <rect x="3.5" y="4.5" width="17" height="15" rx="1.5" />
      <path d="M3.5 9.5h17M3.5 14.5h17M9.5 9.5v10" />
    </svg>
  );
}
