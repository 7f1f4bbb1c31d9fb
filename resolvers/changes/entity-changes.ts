import { listTag, ownedTags, recordTag } from '../../datasources/cache/tags.ts';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Context } from '../context.ts';
import { subscriptionField } from '../subscription-field.ts';
import { parseId } from '../global-id.ts';
import { checkNow, type Belonging } from './check.ts';
import { entityOf, eventFields } from './event-fields.ts';
import { allOf, mayMissEntity, ofEntity, ofIds, ofKinds, ofOwner } from './filters.ts';

/** Which changes to the entities of one type a subscription's arguments ask for. Null stands for no condition. */
export interface AskedChanges<T> {
  /** Global ids. */
  readonly ids: readonly string[] | null | undefined;
  readonly kinds: readonly string[] | null | undefined;
  /** The owners that the entities must have. Events are found by the first of them, unless by their ids. */
  readonly owners: readonly (Belonging<T> | null)[];
  /** The conditions that the entities must meet now. */
  readonly conditions: readonly (((record: T) => boolean) | null)[];
}

/** Describes a subscription field of changes to the entities of one type. */
export interface EntityChanges<Args, T> {
  /** The type, `Invoice`. */
  readonly entity: string;
  /** The field of an event that refers to the entity, `invoice`. */
  readonly as: string;
  readonly load: (id: string, context: Context) => MaybePromise<T | null>;
  /** Reads the field's arguments. Throws InputError for invalid ones. */
  readonly asked: (args: Args) => AskedChanges<T>;
}

/** The resolvers of a subscription field of changes to the entities of one type. */
export function entityChanges<Args, T>({ entity, as, load, asked }: EntityChanges<Args, T>) {
  const read = (args: Args) => {
    const { owners, ...others } = asked(args);
    return { ...others, owners: owners.filter((owner) => owner !== null) };
  };
  return subscriptionField<Args>(
    {
      tagsOf: (args) => {
        const { ids, owners } = read(args);
        if (ids) return ids.map((id) => recordTag(entity, parseId(entity, id)));
        const [first] = owners;
        return first ? ownedTags(first.owner, first.id, entity) : [listTag(entity)];
      },
      filterOf: (args) => {
        const { ids, kinds, owners } = read(args);
        return allOf(ofEntity(entity), ofIds(entity, ids), ofKinds(kinds), ...owners.map(ofOwner));
      },
      mayMiss: mayMissEntity(entity),
      checkOf: (args) => {
        const { conditions, owners } = read(args);
        return checkNow(load, conditions, owners);
      },
    },
    (change) => ({ ...eventFields(change), [as]: entityOf(change) }),
  );
}
