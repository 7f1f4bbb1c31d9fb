import { useMemo, type KeyboardEvent } from 'react';
import { gridOf, titleOf, type Grid, type Line } from '../table/grid.ts';
import { Value } from '../table/grid-view.tsx';
import { runs, useActiveRun, useActiveTab } from './active.ts';
import { eventTables } from './events.ts';
import { MAX_RESULTS, shownResultOf, wordOf, type Run } from './run.ts';

/** The most events drawn here; the Table pane has all that are kept. */
const DRAWN = 100;
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Above the response: the state of this tab's run, and the events of a subscription, newest first. The response shows the chosen one. */
export function EventList() {
  const tab = useActiveTab();
  const run = useActiveRun();
  if (tab === undefined || run === undefined || run.kind === 'query') return null;
  return (
    <section className="isthmus-events" aria-label="Events">
      <header>
        <p>{stateOf(run)}</p>
        {run.chosen !== null && (
          <button type="button" onClick={() => runs.choose(tab, null)}>
            Back to the newest
          </button>
        )}
        {run.isRunning && (
          <button type="button" onClick={() => runs.stop(tab)}>
            Stop
          </button>
        )}
      </header>
      {run.kind === 'subscription' && run.results.length > 0 && <Events tab={tab} run={run} />}
    </section>
  );
}

/** The state of the run, in words. */
function stateOf({ kind, isRunning, results }: Run): string {
  const [newest] = results;
  const state = isRunning ? 'Running' : 'Stopped';
  if (!newest)
    return isRunning ? `${state}: waiting for the first ${wordOf(kind)}` : `${state}: nothing came`;
  const kept =
    newest.number > results.length && kind === 'subscription' ? `, the last ${MAX_RESULTS} kept` : '';
  const count = `${newest.number} ${wordOf(kind)}${newest.number === 1 ? '' : 's'}`;
  return `${state}: ${count}${kept}, the newest at ${clock.format(newest.at)}`;
}

function Events({ tab, run }: { readonly tab: string; readonly run: Run }) {
  const grid = useMemo(() => gridOf(eventTables(run)[0]?.rows ?? [], false), [run]);
  const shown = shownResultOf(run)?.number;
  return (
    <div className="isthmus-grid">
      <table onKeyDown={moveFocus}>
        <thead>
          <tr>
            <th scope="col">time</th>
            {grid.columns.slice(1).map((column) => (
              <th key={column.name} scope="col" className={`isthmus-${column.kind}`}>
                {titleOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {run.results.slice(0, DRAWN).map(({ number, at }, index) => (
            <tr key={number} data-shown={number === shown} onClick={() => runs.choose(tab, number)}>
              <th scope="row">
                <button type="button" aria-pressed={number === shown} title={at.toISOString()}>
                  {clock.format(at)}
                </button>
              </th>
              <Cells grid={grid} line={grid.lines[index] ?? []} />
            </tr>
          ))}
        </tbody>
      </table>
      {run.results.length > DRAWN && <p>Older ones are in the Table pane.</p>}
    </div>
  );
}

/** All cells of an event but the first, when it was received. */
function Cells({ grid, line }: { readonly grid: Grid; readonly line: Line }) {
  return grid.columns.slice(1).map((column, index) => (
    <td key={column.name} className={`isthmus-${column.kind}`}>
      <Value cell={line[index + 1] ?? null} column={column} />
    </td>
  ));
}

/** Arrow keys move from event to event. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody button')];
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + step];
  event.preventDefault();
  next?.focus();
  next?.click();
}
