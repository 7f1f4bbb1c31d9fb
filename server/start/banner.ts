/** What the banner says about a gateway. */
export interface Started {
  readonly url: string;
  /** The addresses of the embedded systems, by name. */
  readonly systems: Readonly<Record<string, string>>;
  /** Whether callers need not authenticate. */
  readonly isOpen: boolean;
  /** Whether only published operations are answered, which neither the playground nor the first query is. */
  readonly isListed: boolean;
  readonly startedInMs: number;
}

/** Returns the text printed at startup: the URLs, a first query, and how to connect systems of one's own. */
export function banner({ url, systems, isOpen, isListed, startedInMs }: Started): string {
  const embedded = Object.entries(systems).map(
    ([name, address]) => `  ${name.padEnd(11)} ${address}/openapi.json`,
  );
  const credentials = isOpen ? '' : `-H 'authorization: Bearer <API key or token>' `;
  const own =
    'To use a system of your own: CRM_URL=https://crm.example.com CRM_TOKEN=… npm start  (see docs/connect-your-own.md)';
  const playground = `  playground  ${url}/\n`;
  const listed = 'SAFE_LIST=enforce: only published operations are answered  (npm run operations -- --help)';
  const first = `Try it:
  curl -s ${url}/graphql -H 'content-type: application/json' ${credentials}\\
    -d '{"query":"{ order(id: \\"order:43697\\") { total { amount currency } customer { name } invoice { outstanding { amount } } lines { product { name available } } } }"}'`;
  return `
Isthmus is up after ${(startedInMs / 1_000).toFixed(1)} s.

${isListed ? '' : playground}  graph       ${url}/graphql  (HTTP, WebSocket, SSE)
${embedded.join('\n')}

${isListed ? listed : first}

${embedded.length > 0 ? own : ''}
Ctrl-C stops everything.
`;
}
