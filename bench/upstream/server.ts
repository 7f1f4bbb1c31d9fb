import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf } from '../body.ts';
import { closed, listen, type Running } from '../listen.ts';
import { Changes } from './changes.ts';
import { makeRoutes, type Reply, type Route } from './routes.ts';
import { makeRows, type Rows } from './rows.ts';

/** What the upstream has served since the last reset; requests for a token do not count as REST calls. */
export interface Counts {
  readonly requests: number;
  /** By method and path. */
  readonly routes: Readonly<Record<string, number>>;
}

const CONTROL = '/_control';
const CHANGE = '/_control/change';
const TOKEN_ROUTE = 'POST /connect/token';
const CACHE_CONTROL = 'private, max-age=300';

/**
 * The four systems in one small server: the reads that the operations of the benchmark need, in the shapes of their contracts. `GET
 * /_control` returns the {@link Counts}; `POST /_control` `{delayMs}` resets the counts and makes every response wait that long; `POST
 * /_control/change` changes a customer (changes.ts). Credentials are not checked.
 */
export async function startUpstream(rows: Rows = makeRows(), port = 0): Promise<Running> {
  const changes = new Changes(rows);
  const routes = new Map(makeRoutes(rows)).set('GET /crm/v3/events', changes.events);
  const counts = new Map<string, number>();
  let delayMs = 0;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const url = request.url ?? '/';
    if (url === CONTROL) {
      control(request, response, counts, (ms) => (delayMs = ms));
      return;
    }
    if (url === CHANGE) {
      bodyOf(request, (body) => send(response, tried(changes.change, '', body)));
      return;
    }
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const name = `${request.method ?? ''} ${path}`;
    const route = routes.get(name);
    if (name !== TOKEN_ROUTE) counts.set(name, (counts.get(name) ?? 0) + 1);
    const answer = (body: string) => {
      const reply = route ? tried(route, mark < 0 ? '' : url.slice(mark + 1), body) : NOT_FOUND;
      if (delayMs === 0) send(response, reply);
      else setTimeout(() => send(response, reply), delayMs);
    };
    if (request.method === 'POST') bodyOf(request, answer);
    else answer('');
  });
  return { url: await listen(server, port), close: () => closed(server) };
}

const NOT_FOUND: Reply = { status: 404, body: '{"title":"There is nothing here.","status":404}' };

function tried(route: Route, query: string, body: string): Reply {
  try {
    return route(query, body);
  } catch (error) {
    return { status: 400, body: JSON.stringify({ title: String(error), status: 400 }) };
  }
}

function send(response: ServerResponse, { status, body, link }: Reply): void {
  const headers: Record<string, string | number> = {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': CACHE_CONTROL,
  };
  if (link !== undefined) headers['link'] = link;
  response.writeHead(status, headers).end(body, 'latin1');
}

function control(
  request: IncomingMessage,
  response: ServerResponse,
  counts: Map<string, number>,
  setDelay: (ms: number) => void,
): void {
  const sum = [...counts.values()].reduce((total, count) => total + count, 0);
  const now: Counts = { requests: sum, routes: Object.fromEntries(counts) };
  bodyOf(request, (body) => {
    if (request.method === 'POST') {
      const { delayMs = 0 } = JSON.parse(body) as { delayMs?: number };
      setDelay(delayMs);
      counts.clear();
    }
    send(response, { status: 200, body: JSON.stringify(now) });
  });
}
