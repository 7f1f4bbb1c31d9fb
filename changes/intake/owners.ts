import type { ChangeSource, ReportedChange } from '../../datasources/changes.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/logger.ts';
import { callFor } from './call.ts';

/** The share of a webhook's 5 s response time that a look-up may take. */
const LOOK_UP_MS = 1_500;

type Owners = ReportedChange['owners'];

/**
 * Looks up the owners of entities for changes that do not name them. If the look-up fails, or the owner is no longer known, the change
 * stays as it is and touches the lists of all owners.
 */
export class OwnerLookUp {
  readonly #system: string;
  readonly #ownersOf: ChangeSource['ownersOf'];
  readonly #gone: AbortSignal;
  readonly #log: Logger;

  /** `gone` aborts when the result is no longer needed. */
  constructor(system: string, { ownersOf }: ChangeSource, gone: AbortSignal, log: Logger) {
    this.#system = system;
    this.#ownersOf = ownersOf;
    this.#gone = gone;
    this.#log = log;
  }

  /** Adds the owners to changes, keeping their order. Makes one call per entity type; never rejects. */
  async complete(changes: readonly ReportedChange[]): Promise<readonly ReportedChange[]> {
    const incomplete = Map.groupBy(
      changes.filter(({ ownersUnknown }) => ownersUnknown),
      ({ entity }) => entity,
    );
    if (incomplete.size === 0) return changes;
    const found = new Map(
      await Promise.all(
        [...incomplete].map(async ([entity, rows]) => [entity, await this.#find(entity, rows)] as const),
      ),
    );
    return changes.map((change) => {
      const owners = change.ownersUnknown ? found.get(change.entity)?.get(change.id) : undefined;
      return owners ? { ...change, owners: merged(change.owners, owners), ownersUnknown: false } : change;
    });
  }

  async #find(entity: string, changes: readonly ReportedChange[]): Promise<ReadonlyMap<string, Owners>> {
    const ids = [...new Set(changes.map(({ id }) => id))];
    try {
      using deadline = new Deadline(LOOK_UP_MS, this.#gone, () => new Error(`not within ${LOOK_UP_MS} ms`));
      const { signal } = deadline;
      // Not a background call, although no request waits for it: a change without owners evicts more, which then costs more calls than this
      // one.
      const call = { ...callFor(signal), purpose: 'single' } as const;
      return await unlessAborted(this.#ownersOf(entity, ids, call), signal);
    } catch (err) {
      this.#log.warn({ system: this.#system, entity, ids: ids.length, err }, 'owners could not be looked up');
      return new Map();
    }
  }
}

/** Merges owners. Those the system named are kept: one may be a former owner, which a look-up no longer finds. */
function merged(reported: Owners, found: Owners): Owners {
  const types = new Set([...Object.keys(reported), ...Object.keys(found)]);
  return Object.fromEntries(
    [...types].map((type) => {
      const ids = [...new Set([reported[type] ?? [], found[type] ?? []].flat())];
      const [first] = ids;
      return [type, ids.length === 1 && first !== undefined ? first : ids];
    }),
  );
}
