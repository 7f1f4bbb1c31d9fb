import { newRun, shownResultOf, withResult, type Kind, type Run } from './run.ts';

/** What a transport tells of an operation. */
export interface Sink {
  readonly next: (value: unknown) => void;
  /** It is over: nothing more will come. */
  readonly end: () => void;
}

/** Asks, tells `sink` what is answered, and gives the way to stop it. */
export type StartOperation = (sink: Sink) => () => void;

/** What GraphiQL subscribes to. */
export interface View {
  readonly subscribe: (observer: Observer) => { unsubscribe: () => void };
}

interface Observer {
  readonly next: (value: unknown) => void;
  readonly complete: () => void;
}

/** The tabs as GraphiQL tells of them. */
interface Tabs {
  readonly tabs: readonly { readonly id: string }[];
  readonly activeTabIndex: number;
}

/** How long changes are gathered before they are told, in milliseconds: events may come faster than anybody reads. */
const PAUSE = 50;

/**
 * What runs in which tab. An operation belongs to the tab it was run in: it goes on while another tab is looked at, and ends when it is
 * stopped in its own, or its tab is closed. GraphiQL itself knows one operation at a time, and stops it when its tab is left.
 */
export class Runs {
  #runs: ReadonlyMap<string, Run> = new Map();
  readonly #stops = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();
  #active: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** All runs by the ids of their tabs; another map whenever something has changed. */
  readonly all = (): ReadonlyMap<string, Run> => this.#runs;

  /** Calls `listener` after changes; gives the way to end that. */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes note of the tabs there are and of the one that is looked at; what runs in a closed tab ends. */
  readonly follow = ({ tabs, activeTabIndex }: Tabs): void => {
    this.#active = tabs[activeTabIndex]?.id;
    const ids = new Set(tabs.map(({ id }) => id));
    for (const id of this.#runs.keys()) if (!ids.has(id)) this.#drop(id);
  };

  /** Whether something runs in the tab that is looked at. */
  readonly isActiveRunning = (): boolean => this.#run(this.#active)?.isRunning ?? false;

  /** Asks in the tab that is looked at, unless something runs there: then it gives what that tells. */
  enter(kind: Kind, ask: StartOperation): View {
    const tab = this.#active;
    if (tab === undefined) throw new Error('Nothing can be run before there is a tab.');
    if (!this.#run(tab)?.isRunning) this.#begin(tab, kind, ask);
    return { subscribe: (observer) => this.#show(tab, observer) };
  }

  /** Stops what runs in a tab; what came of it stays. */
  stop(tab: string): void {
    this.#stops.get(tab)?.();
    this.#stops.delete(tab);
    this.#change(tab, (run) => ({ ...run, isRunning: false }));
  }

  /** Looks at one event of a tab; at whichever is the newest with null. */
  choose(tab: string, chosen: number | null): void {
    this.#change(tab, (run) => ({ ...run, chosen }));
  }

  #begin(tab: string, kind: Kind, ask: StartOperation): void {
    const own = newRun(kind);
    this.#runs = new Map(this.#runs).set(tab, own);
    let isOver = false;
    const stop = ask({
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
    // GraphiQL notes down the subscription only after this has returned.
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

  /** Tells of all changes of a moment together, and never in the midst of one. */
  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, PAUSE);
  }
}
