import type { Refusal, RefusalCode } from '../errors.ts';

/** A system's own refusal codes in the graph's words, with the part of the input each is about. */
export type RefusalTable = Readonly<Record<string, readonly [code: RefusalCode, ...field: string[]]>>;

const COMMON: RefusalTable = {
  not_found: ['NOT_FOUND', 'id'],
  idempotency_key_reused: ['IDEMPOTENCY_KEY_REUSED'],
};

/** Problem details (RFC 9457) of a 404, 409 or 422 as a refusal; a code that is not in the table is `REFUSED`. */
export function toRefusal(problem: unknown, table: RefusalTable): Refusal {
  const { code, detail, title } = (problem ?? {}) as Record<string, unknown>;
  const [known, ...field] =
    (typeof code === 'string' && (table[code] ?? COMMON[code])) || (['REFUSED'] as const);
  const message =
    [detail, title].find((text) => typeof text === 'string') ?? 'The system refused the request.';
  return { code: known, field, message: message };
}
