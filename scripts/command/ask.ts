import { isRecord } from '../../datasources/is-record.ts';
import { parseJson } from '../../datasources/parse-json.ts';
import { readAccess } from '../../server/config.ts';
import { CommandError } from './command.ts';

/** A gateway and the credentials to query it with. */
export interface GatewayAccess {
  readonly url: string;
  /** An API key or a token; empty for none. */
  readonly token: string;
}

const TIMEOUT_MS = 30_000;

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly Refusal[];
}

/** A GraphQL error, or a user error of a mutation. */
interface Refusal {
  readonly path?: readonly string[];
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/**
 * The gateway at `url`, by default at the address that HOST and PORT set, with the credentials in ISTHMUS_TOKEN. The unspecified addresses
 * (0.0.0.0 and ::) are replaced by the loopback address. Throws {@link CommandError} and ConfigError.
 */
export function gatewayAt(url: string | undefined): GatewayAccess {
  const { host, port, token } = readAccess(process.env);
  if (url !== undefined) return { url, token };
  if (port === 0)
    throw new CommandError('With PORT=0 the address of the gateway is unknown: give it with --url.');
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return { url: `http://${name.includes(':') ? `[${name}]` : name}:${port}/graphql`, token };
}

/** Queries one field of a gateway. Throws {@link CommandError} if it does not answer or refuses; `tell` words a refusal. */
export async function askFor<T>(
  gateway: GatewayAccess,
  field: string,
  query: string,
  variables: object,
  tell = ({ message }: Refusal) => message,
): Promise<NonNullable<T>> {
  const { data, errors } = await post(gateway, { query, variables });
  const value = (data?.[field] ?? null) as (T & { readonly userErrors?: readonly Refusal[] }) | null;
  if (errors?.[0]?.extensions?.code === 'UNAUTHENTICATED')
    throw new CommandError(
      gateway.token === ''
        ? `${gateway.url} requires credentials: set ISTHMUS_TOKEN to an API key or a token.`
        : `${gateway.url} refuses the credentials in ISTHMUS_TOKEN: ${errors[0].message}`,
    );
  const refusals = errors?.slice(0, 1) ?? value?.userErrors ?? [];
  if (refusals.length > 0) throw new CommandError(refusals.map(tell).join('\n'));
  if (value !== null) return value;
  throw new CommandError(`The server at ${gateway.url} has no field ${field}.`);
}

/** Fetches all items of a connection, page by page. Throws {@link CommandError}. */
export async function askAll<Node>(
  gateway: GatewayAccess,
  field: string,
  query: string,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const page: Connection<Node> = await askFor<Connection<Node>>(gateway, field, query, { after });
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return nodes;
}

interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

async function post({ url, token }: GatewayAccess, body: object): Promise<Answer> {
  if (!URL.canParse(url)) {
    throw new CommandError(`--url takes an address such as http://127.0.0.1:4000/graphql, got "${url}".`);
  }
  const { status, statusText, text } = await send(url, token, body);
  const answer = parseJson(text);
  if (isRecord(answer)) return answer;
  const came = `${status} ${statusText}`.trim();
  throw new CommandError(
    `Expected JSON from ${url}, but it answered ${came}: ${text.slice(0, 200).replace(/\s+/g, ' ')}`,
  );
}

async function send(url: string, token: string, body: object) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'apollographql-client-name': 'isthmus-cli',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, statusText: response.statusText, text: await response.text() };
  } catch (cause) {
    const isLate = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new CommandError(
      isLate
        ? `${url} has not answered within ${TIMEOUT_MS / 1_000} s.`
        : `Nothing answers at ${url}. Is the gateway running? Its address is given with --url.`,
      { cause },
    );
  }
}
