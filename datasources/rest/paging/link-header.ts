/** One link: its target, then its parameters, whose quoted values may hold commas and semicolons (RFC 8288, 3). */
const LINK = /<([^<>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:\\.|[^"\\])*"|[^\s;,"]*))?)*)/g;
const PARAMETER = /;\s*([^\s=;,"]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;,"]*))/g;

/** The target of `rel="next"` in a `Link` header (RFC 8288); null where there is none. */
export function nextLink(header: string | readonly string[] | undefined): string | null {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ');
  for (const [, target = '', parameters = ''] of text.matchAll(LINK)) {
    if (relations(parameters).includes('next')) return target;
  }
  return null;
}

/**
 * One parameter of the query of a (possibly relative) link; null where it is not there. Throws a TypeError where
 * the link is no address: to take it for the end of a list would hide what comes after.
 */
export function linkParameter(link: string | null, name: string): string | null {
  return link === null ? null : new URL(link, 'http://link.invalid').searchParams.get(name);
}

/** The relation types of a link, in lower case. `rel` counts once; further ones are ignored (RFC 8288, 3.3). */
function relations(parameters: string): readonly string[] {
  for (const [, name = '', quoted, token] of parameters.matchAll(PARAMETER)) {
    if (name.toLowerCase() === 'rel') return (quoted ?? token ?? '').toLowerCase().split(/\s+/);
  }
  return [];
}
