/** The target of `rel="next"` in a `Link` header (RFC 8288); null where there is none. */
export function nextLink(header: string | readonly string[] | undefined): string | null {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ');
  const match = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(text);
  return match?.[1] ?? null;
}

/** One parameter of the query of a (possibly relative) link; null where it is not there. */
export function linkParameter(link: string | null, name: string): string | null {
  return link === null ? null : new URL(link, 'http://link.invalid').searchParams.get(name);
}
