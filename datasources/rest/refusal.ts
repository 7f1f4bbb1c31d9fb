import type { Refusal, RefusalCode } from '../errors.ts';

/** A system's own refusal codes in the graph's words, with the part of the input each is about. */
export type RefusalTable = Readonly<Record<string, readonly [code: RefusalCode, ...field: string[]]>>;

const COMMON: RefusalTable = {
  not_found: ['NOT_FOUND', 'id'],
  idempotency_key_reused: ['IDEMPOTENCY_KEY_REUSED'],
};

/**
 * Problem details (RFC 9457) of a 404, 409 or 422 as a refusal; a code that is not in the table is `REFUSED`. Null
 * where the answer gives no reason at all, as that of a gateway in between: then it is not the business that refuses.
 */
export function toRefusal(problem: unknown, table: RefusalTable): Refusal | null {
  if (typeof problem !== 'object' || problem === null) return null;
  const { code, detail, title } = problem as Record<string, unknown>;
  const message = [detail, title].find((text) => typeof text === 'string');
  if (typeof code !== 'string' && message === undefined) return null;
  const [known, ...field] = entryOf(table, code) ?? entryOf(COMMON, code) ?? (['REFUSED'] as const);
  return { code: known, field, message: message ?? 'The system refused the request.' };
}

/** Codes come from outside: one called "constructor" must not find what objects inherit. */
function entryOf(table: RefusalTable, code: unknown): RefusalTable[string] | undefined {
  return typeof code === 'string' && Object.hasOwn(table, code) ? table[code] : undefined;
}
