import type { FastifyRequest } from 'fastify';
import { isRecord } from '../../datasources/is-record.ts';
import { EVENT_STREAM, preferredType } from '../media-type.ts';

/** What a request asks, in the form that most clients use; anything else goes to the engine. */
export interface OperationRequest {
  /** The document; null if the operation is identified by its hash alone. */
  readonly query: string | null;
  /** SHA-256 of the document in hexadecimal, if the client sends it (automatic persisted queries). */
  readonly hash: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The variables as JSON, which distinguishes them. The same variables in another order are a different request with the same answer. */
  readonly variablesText: string;
  /** The media type of the answer. */
  readonly mediaType: string;
}

/** Parses what a request asks; null if it takes the engine to interpret it, including any mistakes. */
export function operationRequestOf(request: FastifyRequest): OperationRequest | null {
  const type = preferredType(request.headers.accept);
  if (type === null || type === EVENT_STREAM) return null;
  const mediaType = `${type}; charset=utf-8`;
  if (request.method === 'GET') return ofParameters(request.url, mediaType);
  return ofParts(request.body, mediaType);
}

function ofParameters(url: string, mediaType: string): OperationRequest | null {
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) return null;
  try {
    return ofParts(
      {
        query: parameters.get('query') ?? undefined,
        operationName: parameters.get('operationName') ?? undefined,
        variables: parse(parameters.get('variables')),
        extensions: parse(parameters.get('extensions')),
      },
      mediaType,
    );
  } catch {
    return null;
  }
}

function parse(text: string | null): unknown {
  return text === null ? undefined : (JSON.parse(text) as unknown);
}

function ofParts(body: unknown, mediaType: string): OperationRequest | null {
  if (!isRecord(body)) return null;
  const { query, operationName = null, variables = null, extensions = null } = body;
  const hash = hashOf(extensions);
  if (hash === undefined || (query !== undefined && typeof query !== 'string')) return null;
  // A document sent with its hash must be registered under it, or refused if the hash does not match. The engine does both.
  if ((query === undefined) === (hash === null)) return null;
  if (operationName !== null && !(typeof operationName === 'string' && /^\w+$/.test(operationName)))
    return null;
  if (variables !== null && !isRecord(variables)) return null;
  const variablesText = textOf(variables ?? {});
  if (variablesText === null) return null;
  return { query: query ?? null, hash, operationName, variables: variables ?? {}, variablesText, mediaType };
}

/**
 * Null if JSON cannot represent the variables: it has no Infinity, which is how a number that is too large is read, and deep nesting
 * overflows the stack.
 */
function textOf(variables: object): string | null {
  try {
    const text = JSON.stringify(variables);
    return text.includes('null') && !isAllFinite(variables) ? null : text;
  } catch {
    return null;
  }
}

function isAllFinite(variables: object): boolean {
  let isFinite = true;
  JSON.stringify(variables, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) isFinite = false;
    return value;
  });
  return isFinite;
}

/** The hash in the extensions; null if there is none, undefined if there is anything else. */
function hashOf(extensions: unknown): string | null | undefined {
  if (extensions === null) return null;
  if (!isRecord(extensions)) return undefined;
  const names = Object.keys(extensions);
  if (names.length === 0) return null;
  const { persistedQuery } = extensions;
  if (names.length > 1 || !isRecord(persistedQuery) || persistedQuery['version'] !== 1) return undefined;
  const { sha256Hash } = persistedQuery;
  return typeof sha256Hash === 'string' ? sha256Hash : undefined;
}
