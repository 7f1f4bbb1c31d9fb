import type { Change } from '../../../datasources/cache/tags.ts';

/** What things there may be, and whose they may be. */
export const IDS = ['1', '2', '3', '4', '5'] as const;
export const OWNERS = ['x', 'y', 'z'] as const;
/** Lists of things: all of them, or those of even or odd number. */
export const LISTS = ['all', 'even', 'odd'] as const;

/** All that can be read, by name. */
export const READS: readonly string[] = [
  ...IDS.map((id) => `thing ${id}`),
  ...LISTS.map((list) => `list ${list}`),
  ...OWNERS.map((owner) => `owned ${owner}`),
];

/** A thing at a moment. */
export interface FakeThing {
  readonly id: string;
  readonly owner: string;
  /** The system's own clock when it was read: how many writes it had seen. */
  readonly seq: number;
}

/** A change of the system, and whatever reads differently since. */
export interface FakeChange {
  readonly seq: number;
  readonly change: Change;
  readonly reads: readonly string[];
}

/** While something was not there: from one moment to before another. */
interface Absence {
  readonly from: number;
  to: number;
}

/** A system of which it is known what everything was at every moment. */
export class FakeSystem {
  /** How many writes it has seen. */
  seq = 0;
  readonly #owners = new Map<string, string>();
  readonly #absences = new Map<string, Absence[]>();

  constructor() {
    for (const name of READS) this.#absences.set(name, [{ from: 0, to: Infinity }]);
  }

  /** A thing as it is now; undefined where there is none. */
  thing(id: string): FakeThing | undefined {
    const owner = this.#owners.get(id);
    return owner === undefined ? undefined : { id, owner, seq: this.seq };
  }

  /** The things of a list as they are now. */
  list(list: string): FakeThing[] {
    return IDS.filter((id) => listsOf(id).includes(list)).flatMap((id) => this.thing(id) ?? []);
  }

  /** The things of an owner as they are now. */
  owned(owner: string): FakeThing[] {
    return this.list('all').filter((thing) => thing.owner === owner);
  }

  /** Gives a thing to an owner, which may make it; null takes it away. */
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

  /** Whether what is called by this name was not there at some moment from `seq` on. */
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
