import type { ChangeSource, ToldChange } from '../../datasources/changes.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import { callFor } from './call.ts';

/** A look-up may take its share of the 5 s in which a webhook is answered. */
const LOOK_UP_MS = 1_500;

type Owners = ToldChange['owners'];

/**
 * Finds out whose those entities are of which a system did not say it. Where that fails, or is not known any more, a change stays
 * as it is: it then touches the lists of all owners.
 */
export class OwnerLookUp {
  readonly #system: string;
  readonly #ownersOf: ChangeSource['ownersOf'];
  readonly #gone: AbortSignal;
  readonly #log: Logger;

  /** `gone` aborts when nobody needs to know any more. */
  constructor(system: string, { ownersOf }: ChangeSource, gone: AbortSignal, log: Logger) {
    this.#system = system;
    this.#ownersOf = ownersOf;
    this.#gone = gone;
    this.#log = log;
  }

  /** The changes with their owners, in the same order. One call for each type of entity; never rejects. */
  async complete(changes: readonly ToldChange[]): Promise<readonly ToldChange[]> {
    const lacking = Map.groupBy(
      changes.filter(({ ownersUnknown }) => ownersUnknown),
      ({ entity }) => entity,
    );
    if (lacking.size === 0) return changes;
    const found = new Map(
      await Promise.all(
        [...lacking].map(async ([entity, rows]) => [entity, await this.#find(entity, rows)] as const),
      ),
    );
    return changes.map((change) => {
      const owners = change.ownersUnknown ? found.get(change.entity)?.get(change.id) : undefined;
      return owners ? { ...change, owners: joined(change.owners, owners), ownersUnknown: false } : change;
    });
  }

  async #find(entity: string, changes: readonly ToldChange[]): Promise<ReadonlyMap<string, Owners>> {
    const ids = [...new Set(changes.map(({ id }) => id))];
    try {
      using deadline = new Deadline(LOOK_UP_MS, this.#gone, () => new Error(`not within ${LOOK_UP_MS} ms`));
      const { signal } = deadline;
      // Not in the background, though no request waits: a change without its owners evicts more, which then costs more calls than this.
      const call = { ...callFor(signal), purpose: 'single' } as const;
      return await unlessAborted(this.#ownersOf(entity, ids, call), signal);
    } catch (err) {
      this.#log.warn({ system: this.#system, entity, ids: ids.length, err }, 'owners could not be looked up');
      return new Map();
    }
  }
}

/** Those that were told stay: one may be a former owner, whom nobody finds any more. */
function joined(told: Owners, found: Owners): Owners {
  const types = new Set([...Object.keys(told), ...Object.keys(found)]);
  return Object.fromEntries(
    [...types].map((type) => {
      const ids = [...new Set([told[type] ?? [], found[type] ?? []].flat())];
      const [first] = ids;
      return [type, ids.length === 1 && first !== undefined ? first : ids];
    }),
  );
}
