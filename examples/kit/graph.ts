/** The graph refused the operation, or answered only part of it: the `data` that came must not be taken for the whole. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  /** A machine-readable reason: `CURSOR_EXPIRED`, `UPSTREAM_TIMEOUT`, … */
  readonly code: string;

  constructor(errors: readonly GraphFault[]) {
    const [first] = errors;
    super(first?.message ?? 'The answer is not a GraphQL response.');
    this.code = first?.extensions?.code ?? 'UNKNOWN';
  }
}

/** An error in a response (GraphQL, section 7.1.2). */
export interface GraphFault {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** The values of an operation's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** A client of the graph over HTTP. */
export interface Graph {
  /** The most items of a list, or ids, to ask for at once. */
  readonly pageSize: number;
  /**
   * Returns the data of an operation; its shape follows from the operation and the schema. Throws {@link GraphError} if any of it is
   * missing, and an Error if nothing answers.
   */
  ask(query: string, variables?: Variables): Promise<unknown>;
}

/** A page of a list in the graph. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const TIMEOUT_MS = 30_000;

/** The header fields that carry an API key, over HTTP and in a WebSocket's `connection_init`; none for an empty key. */
export function credentialsOf(key: string): Record<string, string> {
  return key === '' ? {} : { 'x-api-key': key };
}

/**
 * A client of the graph at this address, such as `http://127.0.0.1:4000/graphql`, with an API key; an empty one means none. The graph
 * refuses a `pageSize` above its own MAX_PAGE_SIZE.
 */
export function graphAt(url: string, key = '', pageSize = 100): Graph {
  const accept = 'application/graphql-response+json';
  const headers = { 'content-type': 'application/json', accept, ...credentialsOf(key) };
  return {
    pageSize,
    ask: async (query, variables = {}) => {
      const answer = await fetched(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const { data, errors } = (await answer.json()) as { data?: unknown; errors?: readonly GraphFault[] };
      if (errors || data === undefined) throw new GraphError(errors ?? []);
      return data;
    },
  };
}

/** `fetch`, with an error that says what was requested. */
async function fetched(url: string, how: RequestInit): Promise<Response> {
  try {
    return await fetch(url, how);
  } catch (cause) {
    if (how.signal?.aborted) throw cause;
    throw new Error(`Nothing answers at ${url}. GRAPH_URL says where the graph is.`, { cause });
  }
}

/** Yields all pages of a list: `query` has the variables `$first: Int!` and `$after: String`; `pick` finds the list in its data. */
export async function* pagesOf<Node>(
  graph: Graph,
  query: string,
  pick: (data: unknown) => Page<Node>,
): AsyncGenerator<readonly Node[]> {
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Page<Node> = pick(await graph.ask(query, { first: graph.pageSize, after }));
    yield nodes;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}
