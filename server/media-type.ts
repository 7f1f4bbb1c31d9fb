import Negotiator from 'negotiator';

/** The media types of answers: plain JSON, GraphQL over HTTP's own, and a stream of Server-Sent Events. */
export const JSON_TYPE = 'application/json';
export const GRAPHQL_TYPE = 'application/graphql-response+json';
export const EVENT_STREAM = 'text/event-stream';

export type AnswerType = typeof JSON_TYPE | typeof GRAPHQL_TYPE | typeof EVENT_STREAM;

/**
 * In order of our preference, which decides if the client has none. With the charset that all of them have: a client that names it would
 * otherwise match none.
 */
const OFFERED = new Map<string, AnswerType>(
  [JSON_TYPE, GRAPHQL_TYPE, EVENT_STREAM].map((type) => [`${type}; charset=utf-8`, type as AnswerType]),
);
const MAX_REMEMBERED = 1_000;
const MAX_REMEMBERED_LENGTH = 200;

/** There are few distinct values, and each takes a while to parse. */
const remembered = new Map<string | undefined, AnswerType | null>([[undefined, JSON_TYPE]]);

/**
 * The media type that the `Accept` header field of a request prefers (RFC 9110, section 12.5.1); null if it accepts none of ours. Without
 * the field it is JSON.
 */
export function preferredType(accept: string | undefined): AnswerType | null {
  let type = remembered.get(accept);
  if (type !== undefined) return type;
  const preferred = new Negotiator({ headers: { accept } }).mediaType([...OFFERED.keys()]);
  type = OFFERED.get(preferred ?? '') ?? null;
  // Do not let oversized values fill the memory.
  if (accept !== undefined && accept.length > MAX_REMEMBERED_LENGTH) return type;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(accept, type);
  return type;
}
