/** The graph refused, or answered a part only: what there is of `data` must not be taken for the whole. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  /** Why, for programs: `CURSOR_EXPIRED`, `UPSTREAM_TIMEOUT`, … */
  readonly code: string;

  constructor(errors: readonly GraphFault[]) {
    const [first] = errors;
    super(first?.message ?? 'The answer is none of a graph.');
    this.code = first?.extensions?.code ?? 'UNKNOWN';
  }
}

/** An error of an answer (GraphQL, section 7.1.2). */
export interface GraphFault {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** Values of an operation's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** How the graph is asked over HTTP. */
export interface Graph {
  /**
   * The data of an operation, whose shape its text and the schema say. Throws {@link GraphError} where any of it could not be had, and
   * an Error where nothing answers.
   */
  ask(query: string, variables?: Variables): Promise<unknown>;
}

/** A list of the graph, page by page. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const TIMEOUT_MS = 30_000;

/** How an API key is shown, over HTTP and in what a WebSocket begins with; nothing where there is none. */
export function credentialsOf(key: string): Record<string, string> {
  return key === '' ? {} : { 'x-api-key': key };
}

/** The graph at this address, such as `http://127.0.0.1:4000/graphql`, as the holder of an API key sees it; an empty one is none. */
export function graphAt(url: string, key = ''): Graph {
  const accept = 'application/graphql-response+json';
  const headers = { 'content-type': 'application/json', accept, ...credentialsOf(key) };
  return {
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

/** `fetch`, whose own error does not say what was asked. */
async function fetched(url: string, how: RequestInit): Promise<Response> {
  try {
    return await fetch(url, how);
  } catch (cause) {
    if (how.signal?.aborted) throw cause;
    throw new Error(`Nothing answers at ${url}. GRAPH_URL says where the graph is.`, { cause });
  }
}

/** All pages of a list: `query` takes `$after: String`, and `pick` finds the list in its data. */
export async function* pagesOf<Node>(
  graph: Graph,
  query: string,
  pick: (data: unknown) => Page<Node>,
): AsyncGenerator<readonly Node[]> {
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Page<Node> = pick(await graph.ask(query, { after }));
    yield nodes;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}
