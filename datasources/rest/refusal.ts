import type { Refusal, RefusalCode } from '../errors.ts';
import { isRecord } from '../is-record.ts';

/**
 * Maps a system's own refusal codes to those of the graph, with the part of the input that each is about; or to a function that builds the
 * refusal, if the problem itself says which parts.
 */
export type RefusalTable = Readonly<Record<string, RefusalEntry>>;

type RefusalEntry = readonly [code: RefusalCode, ...field: string[]] | ((problem: Problem) => Refusal);

/** Problem details as received, unchecked. */
export type Problem = Readonly<Record<string, unknown>>;

const COMMON: RefusalTable = { idempotency_key_reused: ['IDEMPOTENCY_KEY_REUSED', 'idempotencyKey'] };

/**
 * The table for a write whose path names an entity, which may not exist. For other writes, such as adding to a collection, `not_found` is
 * about the path, which does not concern the caller.
 */
export function ofEntity(table: RefusalTable): RefusalTable {
  return { not_found: ['NOT_FOUND', 'id'], ...table };
}

/**
 * Converts problem details (RFC 9457) of a 404, 409 or 422 to a refusal. Null if their code is in no table: the answer may then come from
 * an intermediate gateway or a missing route, and its text is not for callers.
 */
export function toRefusal(problem: unknown, table: RefusalTable): Refusal | null {
  if (!isRecord(problem)) return null;
  const { code } = problem;
  const entry = entryOf(table, code) ?? entryOf(COMMON, code);
  if (!entry) return null;
  if (typeof entry === 'function') return entry(problem);
  const [known, ...field] = entry;
  return { code: known, field, message: detailOf(problem) };
}

/** The human-readable text of a problem. */
export function detailOf({ detail }: Problem): string {
  return typeof detail === 'string' ? detail : 'The system refused the request.';
}

/** Codes are external input: "constructor" must not match an inherited property. */
function entryOf(table: RefusalTable, code: unknown): RefusalTable[string] | undefined {
  return typeof code === 'string' && Object.hasOwn(table, code) ? table[code] : undefined;
}
