import { describe, expect, it, vi } from 'vitest';
import { eventTables } from '../../console/src/runs/events.ts';
import { cursorOf, resumed } from '../../console/src/runs/resume.ts';
import { newRun, MAX_RESULTS, shownResultOf, withResult, type Run } from '../../console/src/runs/run.ts';
import { Runs, type Sink } from '../../console/src/runs/runs.ts';

const NOON = new Date('2026-01-01T12:00:00Z');
const event = (id: string, rest: object = {}) => ({
  data: { changes: { system: 'shop', entityId: id, kind: 'UPDATED', ...rest } },
});

/** A subscription that received these events, in this order. */
const received = (values: readonly unknown[]): Run =>
  values.reduce<Run>((run, value) => withResult(run, value, NOON), newRun('subscription'));

describe('the run of an operation', () => {
  it('keeps the latest events, newest first, and goes on counting', () => {
    const run = received(Array.from({ length: MAX_RESULTS + 3 }, (_, index) => event(`order:${index + 1}`)));
    expect(run.results).toHaveLength(MAX_RESULTS);
    expect(run.results[0]).toMatchObject({
      number: MAX_RESULTS + 3,
      value: event(`order:${MAX_RESULTS + 3}`),
    });
    expect(run.results.at(-1)?.number).toBe(4);
  });

  it('keeps only the latest answer of a live query', () => {
    const run = withResult(withResult(newRun('live'), 1, NOON), 2, NOON);
    expect(run.results).toEqual([{ number: 2, at: NOON, value: 2 }]);
  });

  it('shows the chosen event as long as it is kept, otherwise the newest', () => {
    const run = received(['a', 'b', 'c']);
    expect(shownResultOf(run)?.value).toBe('c');
    expect(shownResultOf({ ...run, chosen: 1 })?.value).toBe('a');
    expect(shownResultOf({ ...run, chosen: 99 })?.value).toBe('c');
    expect(shownResultOf(newRun('subscription'))).toBeUndefined();
  });

  it('turns events into tables: time, kind and entity first, nested lists in tables of their own, errors if any', () => {
    const failed = { data: null, errors: [{ message: 'The ERP is down.' }] };
    const [changes, lines] = eventTables(received([event('order:1', { lines: [{ quantity: 2 }] }), failed]));
    expect(changes?.path).toBe('changes');
    expect(changes?.rows.map(({ own }) => Object.fromEntries(own))).toEqual([
      { receivedAt: NOON.toISOString(), errors: 'The ERP is down.' },
      {
        receivedAt: NOON.toISOString(),
        kind: 'UPDATED',
        entityId: 'order:1',
        system: 'shop',
        lines: {
          path: 'changes[].lines',
          parent: expect.objectContaining({ entityId: 'order:1' }),
          count: 1,
        },
      },
    ]);
    expect([...(changes?.rows[1]?.own.keys() ?? [])].slice(0, 3)).toEqual(['receivedAt', 'kind', 'entityId']);
    expect(lines?.path).toBe('changes[].lines');
  });

  it('knows the rows within an event by the event, however many follow', () => {
    const ordered = event('order:1', { lines: [{ quantity: 2 }] });
    const parentOf = (run: Run) => eventTables(run)[1]?.rows.at(-1)?.parent;
    const run = received([ordered]);
    expect(parentOf(run)).toMatchObject({ entityId: 'order:1' });
    expect(parentOf(withResult(run, ordered, NOON))).toBe(parentOf(run));
  });
});

describe('an operation in a tab', () => {
  const tabs = [{ id: 'one' }, { id: 'two' }];
  const observer = () => ({ next: vi.fn(), complete: vi.fn() });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 120));

  /** Runs an operation in tab `one`, subscribed to as GraphiQL does. */
  function start() {
    const runs = new Runs();
    runs.follow({ tabs, activeTabIndex: 0 });
    const stopped = vi.fn();
    const sinks: Sink[] = [];
    const ask = (sink: Sink) => {
      sinks.push(sink);
      return stopped;
    };
    const watching = observer();
    const watched = runs.enter('subscription', ask).subscribe(watching);
    return { runs, stopped, sinks, ask, watching, watched };
  }

  it('stops when it is stopped in its own tab', async () => {
    const { runs, stopped, watched } = start();
    watched.unsubscribe();
    await pause();
    expect(stopped).toHaveBeenCalledOnce();
    expect(runs.all().get('one')?.isRunning).toBe(false);
  });

  it('runs on when the tab is left, and is resumed on return without a new request', async () => {
    const { runs, stopped, sinks, ask, watching, watched } = start();
    watched.unsubscribe();
    runs.follow({ tabs, activeTabIndex: 1 });
    sinks[0]?.next(event('order:1'));
    await pause();
    expect(stopped).not.toHaveBeenCalled();
    expect(watching.next).not.toHaveBeenCalled();

    runs.follow({ tabs, activeTabIndex: 0 });
    expect(runs.isActiveRunning()).toBe(true);
    const again = observer();
    runs.enter('query', ask).subscribe(again);
    await pause();
    expect(sinks).toHaveLength(1);
    expect(again.next).toHaveBeenCalledExactlyOnceWith(event('order:1'));
    sinks[0]?.end();
    await pause();
    expect(again.complete).toHaveBeenCalledOnce();
  });

  it('ends when its tab is closed, and its results are dropped', () => {
    const { runs, stopped } = start();
    runs.follow({ tabs: [{ id: 'two' }], activeTabIndex: 0 });
    expect(stopped).toHaveBeenCalledOnce();
    expect(runs.all().size).toBe(0);
  });

  it('ignores results that the transport delivers after it was stopped', () => {
    const { runs, sinks } = start();
    runs.stop('one');
    sinks[0]?.next(event('order:1'));
    expect(runs.all().get('one')?.results).toEqual([]);
  });

  it('notifies listeners of many events at once', async () => {
    const { runs, sinks, watching } = start();
    await pause();
    const listener = vi.fn();
    runs.listen(listener);
    for (let number = 1; number <= 200; number++) sinks[0]?.next(event(`order:${number}`));
    await pause();
    expect(listener).toHaveBeenCalledOnce();
    expect(watching.next).toHaveBeenCalledExactlyOnceWith(event('order:200'));
  });
});

describe('a subscription that goes on after a cursor', () => {
  it.each([
    ['in the variable it has', 'subscription ($from: String) { changes(after: $from) { id } }', null],
    ['as an argument that it lacks', 'subscription { changes { id } }', 'changes(after: "c.1")'],
    [
      'in place of another',
      'subscription { changes(kinds: [UPDATED], after: "c.0") { id } }',
      'kinds: [UPDATED], after: "c.1"',
    ],
    [
      'in the operation that is run',
      'query Other { a } subscription Run { changes { id } }',
      'changes(after: "c.1")',
    ],
  ])('names it %s', (_how, query, text) => {
    const sent = { query, variables: { size: 1 }, operationName: query.includes('Run') ? 'Run' : null };
    const later = resumed(sent, 'c.1');
    if (text === null) expect(later).toEqual({ ...sent, variables: { size: 1, from: 'c.1' } });
    else
      expect(later).toMatchObject({ variables: { size: 1 }, query: expect.stringContaining(text) as string });
    expect(resumed(later ?? sent, 'c.2')).not.toEqual(later);
  });

  it('is not one whose field is in a fragment', () => {
    const query = 'subscription { ...all } fragment all on Subscription { changes { id } }';
    expect(resumed({ query }, 'c.1')).toBeNull();
  });

  it('has its cursor from the events', () => {
    expect(cursorOf({ data: {}, extensions: { cursor: 'c.1' } })).toBe('c.1');
    expect(cursorOf({ data: {} })).toBeUndefined();
  });
});
