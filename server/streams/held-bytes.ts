import { sizeOfObjects } from '../../datasources/cache/size.ts';
import type { Config } from '../config.ts';
import { documentBytes } from '../document-bytes.ts';
import { requestRefusal } from '../errors.ts';
import { Slots, type Slot } from '../rate/slots.ts';
import type { LongLivedOperation } from './operations.ts';
import type { Keyed } from './spec.ts';

/** A tag that only one group waits for: its text, and its entry in a {@link TagIndex} with a set of its own. */
const TAG_BYTES = 250;

type Parsed = Pick<LongLivedOperation, 'document'>;

/** What a group keeps for as long as it has clients. */
export interface Held {
  /** The group now waits for this many tags, in place of those before. Returns false if there is no room for them; then it is to keep none. */
  readonly keepsTags: (count: number) => boolean;
  /** The group has ended. */
  readonly release: () => void;
}

/**
 * The memory that the groups of long-lived operations take, by estimate: each document once, and for each group its variables, key and
 * tags. One caller may take a share of it, for the groups and documents that it was the first to open.
 */
export class HeldBytes {
  readonly #slots: Slots;
  readonly #documents = new Map<Parsed, { readonly slot: Slot; groups: number }>();

  constructor({ cache, streams }: Pick<Config, 'cache' | 'streams'>) {
    this.#slots = new Slots(cache.bytes.streams, streams.callerPercent);
  }

  /** Makes room for a new group. Throws a refusal if there is none. */
  take({ key, spec, holder }: Keyed<{ readonly operation: Parsed }>): Held {
    const { operation } = spec;
    const group = this.#take(holder, sizeOfObjects(key.length, []));
    try {
      this.#addTo(operation, holder);
    } catch (error) {
      group.release();
      throw error;
    }
    let tags: Slot | null = null;
    const keepsTags = (count: number) => {
      tags?.release();
      tags = this.#slots.take(holder, count * TAG_BYTES);
      return tags !== null;
    };
    return {
      keepsTags,
      release: () => {
        tags?.release();
        group.release();
        this.#removeFrom(operation);
      },
    };
  }

  #addTo(operation: Parsed, holder: string | null): void {
    const slot = () => this.#take(holder, documentBytes(operation.document.loc?.end ?? 0));
    const known = this.#documents.get(operation) ?? { slot: slot(), groups: 0 };
    known.groups += 1;
    this.#documents.set(operation, known);
  }

  #removeFrom(operation: Parsed): void {
    const known = this.#documents.get(operation);
    if (!known) return;
    known.groups -= 1;
    if (known.groups > 0) return;
    known.slot.release();
    this.#documents.delete(operation);
  }

  #take(holder: string | null, bytes: number): Slot {
    const slot = this.#slots.take(holder, bytes);
    if (slot) return slot;
    const message =
      'The different subscriptions and live queries that are open take as much memory as this replica has for them, or yours as much as one caller may take. Share operations and keep values in variables, try again later, or use another replica.';
    throw requestRefusal('TOO_MANY_OPERATIONS', message);
  }
}
