/** Something that there is a limited amount of, such as connections or bytes: how much is taken, in total and by each caller. */
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

  /** Takes a slot, or as many as `size` says, for a caller, or for one whose share does not matter; null if not as many are left. */
  take(caller: string | null, size = 1): Slot | null {
    if (this.#taken + size > this.#max || !this.#count(caller, size)) return null;
    this.#taken += size;
    let owner: string | null = caller;
    let isTaken = true;
    return {
      moveTo: (other) => {
        if (other === owner) return true;
        if (!isTaken || !this.#count(other, size)) return false;
        this.#discount(owner, size);
        owner = other;
        return true;
      },
      release: () => {
        if (!isTaken) return;
        isTaken = false;
        this.#taken -= size;
        this.#discount(owner, size);
      },
    };
  }

  /** Whether it does not exceed the caller's share. */
  #count(caller: string | null, size: number): boolean {
    if (caller === null) return true;
    const taken = this.#byCaller.get(caller) ?? 0;
    if (taken + size > this.share) return false;
    this.#byCaller.set(caller, taken + size);
    return true;
  }

  #discount(caller: string | null, size: number): void {
    if (caller === null) return;
    const left = (this.#byCaller.get(caller) ?? 0) - size;
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
