import { InputError } from '../datasources/errors.ts';
import { idOf, type Id } from '../datasources/ids.ts';

/** `PurchaseOrder` and `4012` to `purchase-order:4012`. */
export function toGlobalId(typeName: string, id: string): string {
  return `${prefixOf(typeName)}:${id}`;
}

/** `purchase-order:4012` to its type and its id in its own system; null where the text is no global id. */
export function fromGlobalId(globalId: string): { readonly typeName: string; readonly id: string } | null {
  const match = /^([a-z]+(?:-[a-z]+)*):(.+)$/.exec(globalId);
  if (!match?.[1] || !match[2]) return null;
  const typeName = match[1].replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { typeName, id: match[2] };
}

/** What is said to who gave a text in place of a global id, of whatever type. */
export function noGlobalId(text: string): InputError {
  return new InputError(`Expected a global id such as "customer:29485", got "${text.slice(0, 60)}".`);
}

/** The id of an argument that must name a `typeName`. Throws InputError on any other text. */
export function parseId<Entity extends string>(typeName: Entity, globalId: string): Id<Entity> {
  const found = fromGlobalId(globalId);
  if (found?.typeName === typeName) return idOf<Entity>(found.id);
  throw new InputError(
    `Expected the global id of ${/^[AEIO]/.test(typeName) ? 'an' : 'a'} ${typeName}, such as "${prefixOf(typeName)}:1", got "${globalId.slice(0, 60)}".`,
  );
}

/** Like {@link parseId}; null and undefined stay away. */
export function parseOptionalId<Entity extends string>(
  typeName: Entity,
  globalId: string | null | undefined,
): Id<Entity> | null {
  return globalId === null || globalId === undefined ? null : parseId(typeName, globalId);
}

const prefixes = new Map<string, string>();

/** Each answer holds hundreds of global ids, and there are as many prefixes as there are entities. */
function prefixOf(typeName: string): string {
  let prefix = prefixes.get(typeName);
  if (prefix === undefined) prefixes.set(typeName, (prefix = prefixFrom(typeName)));
  return prefix;
}

function prefixFrom(typeName: string): string {
  return typeName.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}
