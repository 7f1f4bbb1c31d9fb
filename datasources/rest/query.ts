/** Parameters of a URL; what is undefined or null is left out, lists are joined by commas. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>;

/** `{ ids: [1, 2], q: 'a b' }` to `?ids=1,2&q=a%20b`; an empty query to an empty text. */
export function queryString(query: Query): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    // Commas may stand as they are in a query (RFC 3986, section 3.4) and keep long lists of ids short; one inside
    // an item of a list is encoded, lest it divide the item.
    const text =
      typeof value === 'object' ? value.map(encode).join(',') : encode(value).replaceAll('%2C', ',');
    parts.push(`${encode(name)}=${text}`);
  }
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** What stands in a query as it is, as nearly all ids do: a look costs a quarter of encoding it. */
const PLAIN = /^[\w.~-]*$/;

/** `encodeURIComponent` throws at half a surrogate pair, which JSON may carry: it becomes U+FFFD first. */
function encode(value: string | number | boolean): string {
  const text = String(value);
  return PLAIN.test(text) ? text : encodeURIComponent(text.toWellFormed());
}
