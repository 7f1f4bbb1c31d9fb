/** A command could not be done; the message says why, in one line. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const TIMEOUT_MS = 30_000;

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Asks the gateway at `url` for one field. Throws {@link CommandError} where it does not answer, or refuses. */
export async function askFor<T>(url: string, field: string, query: string, variables: object): Promise<T> {
  const { data, errors } = await post(url, { query, variables });
  const value = data?.[field] ?? null;
  if (value !== null) return value as T;
  throw new CommandError(errors?.[0]?.message ?? `What answers at ${url} is no gateway with caches.`);
}

async function post(url: string, body: object): Promise<Answer> {
  if (!URL.canParse(url)) {
    throw new CommandError(`--url takes an address such as http://127.0.0.1:4000/graphql, got "${url}".`);
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return (await response.json()) as Answer;
  } catch (cause) {
    const remedy = 'Is the gateway running? --url says where.';
    throw new CommandError(`Nothing answers GraphQL at ${url}. ${remedy}`, { cause });
  }
}
