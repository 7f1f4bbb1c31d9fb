/** Parameters of a URL; what is undefined or null is left out, lists are joined by commas. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>;

/** `{ ids: [1, 2], q: 'a b' }` to `?ids=1,2&q=a%20b`; an empty query to an empty text. */
export function queryString(query: Query): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    // Commas may stand as they are in a query (RFC 3986, section 3.4) and keep long lists of ids short.
    parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(text).replaceAll('%2C', ',')}`);
  }
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}
