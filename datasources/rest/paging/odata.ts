/** One condition of an OData `$filter`; undefined and null stand for none. */
export type Condition = string | null | undefined;

/** Joins conditions with `and`; undefined if there are none. */
export function allOf(...conditions: readonly Condition[]): string | undefined {
  const present = conditions.filter((condition) => condition !== null && condition !== undefined);
  return present.length > 0 ? present.join(' and ') : undefined;
}

/** `Field op value`; null without a value. Strings are quoted (OData 4.01, ABNF `string`). */
export function compare(
  field: string,
  operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le',
  value: string | number | boolean | null | undefined,
): Condition {
  if (value === null || value === undefined) return null;
  return `${field} ${operator} ${typeof value === 'string' ? quoted(value) : String(value)}`;
}

/** `Field in (…)` for numbers written as text. */
export function isOneOf(field: string, ids: readonly string[]): string {
  return `${field} in (${ids.join(',')})`;
}

/** `contains(Field,'text')`; null without a text. */
export function contains(field: string, text: string | null | undefined): Condition {
  return text === null || text === undefined ? null : `contains(${field},${quoted(text)})`;
}

/** Quotes a text as an OData literal: quotes within it are doubled. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
