/** Header fields as written under "Headers", such as a token. */
export type Headers = Readonly<Record<string, string>>;

/**
 * Sends an operation to the graph, and gives its answer. Throws if nothing answers, or if the response is not JSON, with what it was
 * instead.
 */
export async function post(
  url: URL,
  params: object,
  headers: Headers,
  signal?: AbortSignal,
): Promise<unknown> {
  // Throws where a header field is malformed.
  const request = new Request(url, {
    method: 'POST',
    // The gateway sends its answer in one piece.
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...headers,
    },
    body: JSON.stringify(params),
    ...(signal ? { signal } : {}),
  });
  const response = await respond(request);
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const came = `${response.status} ${response.statusText}`.trim();
    throw new Error(
      `Expected JSON from the graph at ${url.pathname}, but it answered ${came}: ${text.slice(0, 200)}`,
    );
  }
}

/** Browsers say in words of their own that nothing answers, such as "Failed to fetch", and not where. */
async function respond(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    throw new Error(`Nothing answers at ${request.url}. Is the gateway running?`, { cause: error });
  }
}
