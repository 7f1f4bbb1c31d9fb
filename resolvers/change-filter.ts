import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import type { ChangeFilter } from '../datasources/changes.ts';
import { InputError } from '../datasources/errors.ts';
import type { System } from '../datasources/system.ts';
import type {
  ChangeFilter as ChangeFilterInput,
  InputMaybe,
  WebhookFilter as ShownFilter,
} from './generated/types.ts';
import { fromGlobalId, noGlobalId, parseId, toGlobalId } from './global-id.ts';
import { anyOf, oneOf } from './input.ts';

/** The names that a filter can use. */
export interface FilterNames {
  /** The entity types whose changes are reported. */
  readonly kinds: readonly string[];
  readonly systems: readonly string[];
  /** The fields that changes report as changed, by type; a type that is absent has none. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** The names that filters can use for changes of these systems. */
export function filterNamesOf(systems: readonly System<unknown>[]): FilterNames {
  const fields = Object.assign(
    {},
    ...systems.map(({ changedFields }) => changedFields),
  ) as FilterNames['fields'];
  return {
    kinds: Object.keys(fields).toSorted(),
    systems: systems.map(({ name }) => name).toSorted(),
    fields,
  };
}

/** The owner types in the schema's filter, and their arguments. */
const OWNERS = { Customer: 'customer', Product: 'product' } as const;

/** Reads a filter argument. Throws InputError for unknown names, and like {@link anyOf} for an empty or very long list. */
export function filterOf(input: InputMaybe<ChangeFilterInput> | undefined, known: FilterNames): ChangeFilter {
  const owners = Object.entries(OWNERS).flatMap(([type, argument]) => {
    const id = input?.[argument] ?? null;
    return id === null ? [] : [[type, [parseId(type, id)]] as const];
  });
  const entities = anyOf('entities', input?.entities, (name) => oneOf('type', name, known.kinds));
  const ids = anyOf('ids', input?.ids, (id) => entityOf(id, known));
  const types = new Set(entities ?? ids?.map(({ entity }) => entity) ?? Object.keys(known.fields));
  return {
    entities,
    kinds: anyOf('kinds', input?.kinds, (kind) => kind),
    ids,
    owners: Object.fromEntries(owners),
    systems: anyOf('systems', input?.systems, (name) => oneOf('system', name, known.systems)),
    fields: anyOf('fields', input?.fields, (name) => fieldOf([...types], name, known)),
  };
}

/** Converts a filter to its form in the graph. */
export function toGraphFilter({ entities, kinds, ids, owners, systems, fields }: ChangeFilter): ShownFilter {
  const ownerOf = (type: keyof typeof OWNERS): string | null => {
    const [id] = owners[type] ?? [];
    return id === undefined ? null : toGlobalId(type, id);
  };
  return {
    entities,
    kinds,
    ids: ids && ids.map(({ entity, id }) => toGlobalId(entity, id)),
    customer: ownerOf('Customer'),
    product: ownerOf('Product'),
    systems,
    fields,
  };
}

function entityOf(globalId: string, known: FilterNames) {
  const found = fromGlobalId(globalId);
  if (!found) throw noGlobalId(globalId);
  return { entity: oneOf('type', found.typeName, known.kinds), id: found.id };
}

/**
 * Rejects fields that no change of these types ever reports: only changes that do not name their fields would pass, and the client would
 * wait forever.
 */
function fieldOf(types: readonly string[], name: string, { fields }: FilterNames): string {
  const known = [...new Set(types.flatMap((type) => fields[type] ?? []))];
  if (known.includes(name)) return name;
  const text = name.slice(0, 60);
  const asked = types.join(', ');
  if (known.length === 0) {
    throw new InputError(
      `Changes of ${asked} do not say which fields changed, got "${text}". Leave "fields" out.`,
    );
  }
  const sorted = [...new Set([...suggestionList(text, known), ...known])].join(', ');
  throw new InputError(`Changes of ${asked} do not report a field "${text}". They report: ${sorted}.`);
}
