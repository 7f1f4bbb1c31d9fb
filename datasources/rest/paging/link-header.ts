import { ContractError } from '../errors/contract.ts';
import type { CallTarget } from '../errors/upstream-error.ts';

/** One link: its target, then its parameters, whose quoted values may contain commas and semicolons (RFC 8288, 3). */
const LINK = /<([^<>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:\\.|[^"\\])*"|[^\s;,"]*))?)*)/g;
const PARAMETER = /;\s*([^\s=;,"]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;,"]*))/g;

/** Returns the target of `rel="next"` in a `Link` header (RFC 8288); null if there is none. */
export function nextLink(header: string | readonly string[] | undefined): string | null {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ');
  for (const [, target = '', parameters = ''] of text.matchAll(LINK)) {
    if (relations(parameters).includes('next')) return target;
  }
  return null;
}

/**
 * Returns one query parameter of a (possibly relative) link to a next page; null without a link. Throws ContractError if the link lacks it:
 * treating it as the end of a list would hide what follows.
 */
export function linkParameter(link: string | null, name: string, call: CallTarget): string | null {
  if (link === null) return null;
  const value = URL.parse(link, 'http://link.invalid')?.searchParams.get(name) ?? null;
  if (value !== null) return value;
  throw new ContractError(call, `a link to the next page without "${name}"`);
}

/** The relation types of a link, in lower case. Only the first `rel` counts (RFC 8288, 3.3). */
function relations(parameters: string): readonly string[] {
  for (const [, name = '', quoted, token] of parameters.matchAll(PARAMETER)) {
    if (name.toLowerCase() === 'rel') return (quoted ?? token ?? '').toLowerCase().split(/\s+/);
  }
  return [];
}
