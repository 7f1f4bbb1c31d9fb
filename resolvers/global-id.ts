import { InputError } from '../datasources/errors.ts';
import { idOf, type Id } from '../datasources/ids.ts';

/** Converts `PurchaseOrder` and `4012` to `purchase-order:4012`. */
export function toGlobalId(typeName: string, id: string): string {
  return `${prefixOf(typeName)}:${id}`;
}

/** Parses `purchase-order:4012` into a type and the id in its own system; null if the text is not a global id. */
export function fromGlobalId(globalId: string): { readonly typeName: string; readonly id: string } | null {
  const match = /^([a-z]+(?:-[a-z]+)*):(.+)$/.exec(globalId);
  if (!match?.[1] || !match[2]) return null;
  const typeName = match[1].replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { typeName, id: match[2] };
}

/** The error for a text that is not a global id of any type. */
export function noGlobalId(text: string): InputError {
  return new InputError(`Expected a global id such as "customer:29485", got "${text.slice(0, 60)}".`);
}

/** Parses an argument that must be the global id of a `typeName`. Throws InputError for any other text. */
export function parseId<Entity extends string>(typeName: Entity, globalId: string): Id<Entity> {
  const found = fromGlobalId(globalId);
  if (found?.typeName === typeName) return idOf<Entity>(found.id);
  throw new InputError(
    `Expected the global id of ${/^[AEIO]/.test(typeName) ? 'an' : 'a'} ${typeName}, such as "${prefixOf(typeName)}:1", got "${globalId.slice(0, 60)}".`,
  );
}

/** Like {@link parseId}; null and undefined yield null. */
export function parseOptionalId<Entity extends string>(
  typeName: Entity,
  globalId: string | null | undefined,
): Id<Entity> | null {
  return globalId === null || globalId === undefined ? null : parseId(typeName, globalId);
}

const prefixes = new Map<string, string>();

/** Cached, because a response holds hundreds of global ids, but there are only as many prefixes as entity types. */
function prefixOf(typeName: string): string {
  let prefix = prefixes.get(typeName);
  if (prefix === undefined) prefixes.set(typeName, (prefix = prefixFrom(typeName)));
  return prefix;
}

function prefixFrom(typeName: string): string {
  return typeName.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}
