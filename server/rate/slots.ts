/** Something that there is a limited number of, such as connections: how many are taken, in total and by each caller. */
export class Slots {
  /** The most that one caller may take. */
  readonly share: number;
  readonly #max: number;
  readonly #byCaller = new Map<string, number>();
  #taken = 0;

  /** At most `max` are taken at once, and at most `percent` of these by one caller, but at least one. */
  constructor(max: number, percent: number) {
    this.#max = max;
    this.share = Math.max(1, Math.floor((max * percent) / 100));
  }

  /** The number of slots that are taken. */
  get taken(): number {
    return this.#taken;
  }

  /** Takes a slot for a caller, or for one whose share does not matter; null if none is left. */
  take(caller: string | null): Slot | null {
    if (this.#taken >= this.#max || !this.#count(caller)) return null;
    this.#taken += 1;
    let owner: string | null = caller;
    let isTaken = true;
    return {
      moveTo: (other) => {
        if (other === owner) return true;
        if (!isTaken || !this.#count(other)) return false;
        this.#discount(owner);
        owner = other;
        return true;
      },
      release: () => {
        if (!isTaken) return;
        isTaken = false;
        this.#taken -= 1;
        this.#discount(owner);
      },
    };
  }

  /** Whether the caller had not taken its share. */
  #count(caller: string | null): boolean {
    if (caller === null) return true;
    const taken = this.#byCaller.get(caller) ?? 0;
    if (taken >= this.share) return false;
    this.#byCaller.set(caller, taken + 1);
    return true;
  }

  #discount(caller: string | null): void {
    if (caller === null) return;
    const left = (this.#byCaller.get(caller) ?? 0) - 1;
    if (left > 0) this.#byCaller.set(caller, left);
    else this.#byCaller.delete(caller);
  }
}

/** A slot that is taken. */
export interface Slot {
  /** Counts it as another caller's from now on. Returns false if that caller has taken its share; nothing changes then. */
  readonly moveTo: (caller: string | null) => boolean;
  /** May be called again. */
  readonly release: () => void;
}
