import type { Refusal, RefusalCode } from '../errors.ts';

/**
 * A system's own refusal codes in the graph's words, with the part of the input each is about; or how to make a
 * refusal out of the problem, where the problem itself says which parts.
 */
export type RefusalTable = Readonly<Record<string, RefusalEntry>>;

type RefusalEntry = readonly [code: RefusalCode, ...field: string[]] | ((problem: Problem) => Refusal);

/** Problem details as they came: nothing in them is checked. */
export type Problem = Readonly<Record<string, unknown>>;

const COMMON: RefusalTable = { idempotency_key_reused: ['IDEMPOTENCY_KEY_REUSED'] };

/**
 * The table for a write whose path names an entity, which may not be there. Elsewhere, as where something is added
 * to a collection, `not_found` is about the path, which is none of the caller's business.
 */
export function ofEntity(table: RefusalTable): RefusalTable {
  return { not_found: ['NOT_FOUND', 'id'], ...table };
}

/**
 * Problem details (RFC 9457) of a 404, 409 or 422 as a refusal. Null where their code is in no table: whoever
 * answers then, a gateway in between or a route that is not there, its words are not for callers.
 */
export function toRefusal(problem: unknown, table: RefusalTable): Refusal | null {
  if (typeof problem !== 'object' || problem === null) return null;
  const details = problem as Problem;
  const { code } = details;
  const entry = entryOf(table, code) ?? entryOf(COMMON, code);
  if (!entry) return null;
  if (typeof entry === 'function') return entry(details);
  const [known, ...field] = entry;
  return { code: known, field, message: wordsOf(details) };
}

/** What a problem says to people. */
export function wordsOf({ detail }: Problem): string {
  return typeof detail === 'string' ? detail : 'The system refused the request.';
}

/** Codes come from outside: one called "constructor" must not find what objects inherit. */
function entryOf(table: RefusalTable, code: unknown): RefusalTable[string] | undefined {
  return typeof code === 'string' && Object.hasOwn(table, code) ? table[code] : undefined;
}
