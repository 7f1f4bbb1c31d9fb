import type { Tag } from '../datasources/cache/tier.ts';
import type { ChangeEvent } from './event.ts';
import type { Replicas } from './replicas.ts';

/** Events that came together, and the tags of all that they touched. */
export interface Batch {
  readonly events: readonly ChangeEvent[];
  readonly tags: ReadonlySet<Tag>;
}

/** Events that may wait to be told; past that no more are read until some are. */
const MOST_UNTOLD = 10_000;

/** A batch on its way. */
interface Untold extends Batch {
  /** Whether nobody gives anything any more that it touched. */
  readonly isEverywhere: Promise<boolean>;
}

/** Events that were evicted here, on their way to be told: in order, and each once nobody anywhere gives what it touched. */
export class Telling {
  readonly #replicas: Replicas;
  readonly #tell: (batch: Batch) => void;
  #untold: Untold[] = [];
  #count = 0;
  #isTelling = false;
  #room: PromiseWithResolvers<undefined> | null = null;

  /** `tell` is given batches in order; it may not throw. */
  constructor(replicas: Replicas, tell: (batch: Batch) => void) {
    this.#replicas = replicas;
    this.#tell = tell;
  }

  /** Takes what happened next. Resolves when there is room for more. */
  async add(batch: Batch): Promise<void> {
    const last = batch.events.at(-1);
    if (!last) return;
    // Asked for at once, and not when its turn has come: many are settled by the same answer.
    this.#untold.push({ ...batch, isEverywhere: this.#replicas.everywhere(last.cursor) });
    this.#count += batch.events.length;
    if (!this.#isTelling) void this.#tellAll();
    if (this.#count <= MOST_UNTOLD) return;
    this.#room ??= Promise.withResolvers<undefined>();
    await this.#room.promise;
  }

  /** Drops what was not told yet: nobody can say whether all happened. */
  drop(): void {
    this.#untold = [];
    this.#count = 0;
    this.#giveRoom();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    for (let next = this.#untold[0]; next; next = this.#untold[0]) {
      const isEverywhere = await next.isEverywhere;
      if (this.#untold[0] !== next) continue;
      if (!isEverywhere) {
        // That will never be known, as the log has begun anew or is closed. Whoever follows may be waiting for room, and hears of it only then.
        this.drop();
        break;
      }
      this.#untold.shift();
      this.#count -= next.events.length;
      this.#tell(next);
      this.#giveRoom();
    }
    this.#isTelling = false;
  }

  #giveRoom(): void {
    if (this.#count > MOST_UNTOLD) return;
    this.#room?.resolve(undefined);
    this.#room = null;
  }
}
