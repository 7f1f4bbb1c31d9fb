import type { Change } from '../../../datasources/changes.ts';

/** The ids that things may have, and their possible owners. */
export const IDS = ['1', '2', '3', '4', '5'] as const;
export const OWNERS = ['x', 'y', 'z'] as const;
/** Lists of things: all, or those with an even or odd id. */
export const LISTS = ['all', 'even', 'odd'] as const;

/** The names of all possible reads. */
export const READS: readonly string[] = [
  ...IDS.map((id) => `thing ${id}`),
  ...LISTS.map((list) => `list ${list}`),
  ...OWNERS.map((owner) => `owned ${owner}`),
];

/** A thing at one point in time. */
export interface FakeThing {
  readonly id: string;
  readonly owner: string;
  /** The system's logical clock when it was read: the number of writes so far. */
  readonly seq: number;
}

/** A change in the system, and the reads whose result it changed. */
export interface FakeChange {
  readonly seq: number;
  readonly change: Change;
  readonly reads: readonly string[];
}

/** A period during which something did not exist: from `from` until before `to`. */
interface Absence {
  readonly from: number;
  to: number;
}

/** A system that keeps the history needed to tell whether a read was stale. */
export class FakeSystem {
  /** The number of writes so far. */
  seq = 0;
  readonly #owners = new Map<string, string>();
  readonly #absences = new Map<string, Absence[]>();

  constructor() {
    for (const name of READS) this.#absences.set(name, [{ from: 0, to: Infinity }]);
  }

  /** The current state of a thing; undefined if it does not exist. */
  thing(id: string): FakeThing | undefined {
    const owner = this.#owners.get(id);
    return owner === undefined ? undefined : { id, owner, seq: this.seq };
  }

  /** The current things of a list. */
  list(list: string): FakeThing[] {
    return IDS.filter((id) => listsOf(id).includes(list)).flatMap((id) => this.thing(id) ?? []);
  }

  /** The current things of an owner. */
  owned(owner: string): FakeThing[] {
    return this.list('all').filter((thing) => thing.owner === owner);
  }

  /** Assigns a thing to an owner, creating it if needed; null deletes it. */
  write(id: string, owner: string | null): FakeChange {
    this.seq += 1;
    const before = this.#owners.get(id);
    if (owner === null) this.#owners.delete(id);
    else this.#owners.set(id, owner);
    const owners = [...new Set([before, owner].filter((one) => typeof one === 'string'))];
    for (const one of owners) this.#note(`owned ${one}`, this.owned(one).length > 0);
    this.#note(`thing ${id}`, owner !== null);
    const lists = listsOf(id).map((list) => `list ${list}`);
    const reads = [`thing ${id}`, ...lists, ...owners.map((one) => `owned ${one}`)];
    return { seq: this.seq, reads, change: { entity: 'Thing', id, owners: { Owner: owners } } };
  }

  /** Whether the result of this read did not exist at any time from `seq` on. */
  wasAbsentSince(name: string, seq: number): boolean {
    return this.#absences.get(name)?.some(({ to }) => to > seq) ?? false;
  }

  #note(name: string, isThere: boolean): void {
    const absences = this.#absences.get(name) ?? [];
    const last = absences.at(-1);
    const isAbsent = last?.to === Infinity;
    if (isThere && isAbsent) last.to = this.seq;
    if (!isThere && !isAbsent) absences.push({ from: this.seq, to: Infinity });
  }
}

function listsOf(id: string): readonly string[] {
  return ['all', Number(id) % 2 === 0 ? 'even' : 'odd'];
}
