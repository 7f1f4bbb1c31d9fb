import { newRun, shownResultOf, withResult, type Kind, type Request, type Run } from './run.ts';

/** Receives the results of an operation from a transport. */
export interface Sink {
  readonly next: (value: unknown) => void;
  /** The operation is over: there will be no more results. */
  readonly end: () => void;
}

/** Starts an operation, passes its results to `sink`, and returns a function that stops it. */
export type StartOperation = (sink: Sink) => () => void;

/** What GraphiQL subscribes to. */
export interface View {
  readonly subscribe: (observer: Observer) => { unsubscribe: () => void };
}

interface Observer {
  readonly next: (value: unknown) => void;
  readonly complete: () => void;
}

/** The tabs as GraphiQL reports them. */
interface Tabs {
  readonly tabs: readonly { readonly id: string }[];
  readonly activeTabIndex: number;
}

/** How long changes are collected before listeners are notified, in milliseconds: events may arrive faster than anybody reads. */
const PAUSE = 50;

/**
 * What runs in which tab. An operation belongs to the tab it was run in: it continues while another tab is active, and ends when it is
 * stopped in its own, or its tab is closed. GraphiQL itself knows one operation at a time, and stops it when its tab is left.
 */
export class Runs {
  #runs: ReadonlyMap<string, Run> = new Map();
  readonly #stops = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();
  #active: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** All runs by the ids of their tabs; a new map whenever something has changed. */
  readonly all = (): ReadonlyMap<string, Run> => this.#runs;

  /** Calls `listener` after changes; returns a function that ends that. */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Records the open tabs and the active one; runs of closed tabs are stopped. */
  readonly follow = ({ tabs, activeTabIndex }: Tabs): void => {
    this.#active = tabs[activeTabIndex]?.id;
    const ids = new Set(tabs.map(({ id }) => id));
    for (const id of this.#runs.keys()) if (!ids.has(id)) this.#drop(id);
  };

  /** Whether something runs in the active tab. */
  readonly isActiveRunning = (): boolean => this.#run(this.#active)?.isRunning ?? false;

  /** Starts an operation in the active tab, unless one runs there already: then that one is returned. */
  enter(kind: Kind, start: StartOperation, request: Request | null = null): View {
    const tab = this.#active;
    if (tab === undefined) throw new Error('Nothing can be run before there is a tab.');
    if (!this.#run(tab)?.isRunning) this.#begin(tab, newRun(kind, request), start);
    return { subscribe: (observer) => this.#show(tab, observer) };
  }

  /** Stops what runs in a tab; its results are kept. */
  stop(tab: string): void {
    this.#stops.get(tab)?.();
    this.#stops.delete(tab);
    this.#change(tab, (run) => ({ ...run, isRunning: false }));
  }

  /** Chooses the event of a tab to show; null for the newest. */
  choose(tab: string, chosen: number | null): void {
    this.#change(tab, (run) => ({ ...run, chosen }));
  }

  #begin(tab: string, run: Run, start: StartOperation): void {
    this.#runs = new Map(this.#runs).set(tab, run);
    let isOver = false;
    const stop = start({
      next: (value) => {
        if (!isOver) this.#change(tab, (run) => withResult(run, value, new Date()));
      },
      end: () => {
        if (!isOver) this.stop(tab);
      },
    });
    this.#stops.set(tab, () => {
      isOver = true;
      stop();
    });
    this.#tell();
  }

  /**
   * Shows a tab's run to GraphiQL. That unsubscribes both where the visitor stops the operation and where he leaves its tab; which of
   * them it was is known once the tab has been changed, or not.
   */
  #show(tab: string, observer: Observer): { unsubscribe: () => void } {
    let last: unknown;
    const look = () => {
      const run = this.#run(tab);
      if (!run || tab !== this.#active) return;
      const shown = shownResultOf(run);
      if (shown && shown !== last) observer.next(shown.value);
      last = shown;
      if (run.isRunning) return;
      leave();
      observer.complete();
    };
    const leave = this.listen(look);
    // GraphiQL stores the subscription only after this has returned.
    queueMicrotask(look);
    return {
      unsubscribe: () => {
        leave();
        queueMicrotask(() => {
          if (tab === this.#active) this.stop(tab);
        });
      },
    };
  }

  #drop(tab: string): void {
    this.stop(tab);
    const rest = new Map(this.#runs);
    rest.delete(tab);
    this.#runs = rest;
  }

  #run(tab: string | undefined): Run | undefined {
    return tab === undefined ? undefined : this.#runs.get(tab);
  }

  #change(tab: string, change: (run: Run) => Run): void {
    const run = this.#run(tab);
    if (!run) return;
    this.#runs = new Map(this.#runs).set(tab, change(run));
    this.#tell();
  }

  /** Notifies listeners of all changes of a moment together, and never in the middle of one. */
  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, PAUSE);
  }
}
