import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChangeSource, CloudEvent, EventReport, ReportedChange } from '../../../datasources/changes.ts';
import { ContractError } from '../../../datasources/rest/errors/contract.ts';
import type { Shared } from '../../../datasources/scope.ts';

/** A change with its sequence number. */
export interface Row {
  readonly number: number;
  readonly change: ReportedChange;
}

/** The requests that the upstream serves. */
export type RequestKind = 'feed' | 'owners';

/**
 * An upstream system that numbers its changes and serves them over HTTP: `GET /feed?after=&limit=` and `GET /owners?ids=`. Things belong
 * to owners, and events may be thin. It sends no webhooks itself: the tests send its events, to the replicas they choose.
 */
export class FakeUpstream implements AsyncDisposable {
  readonly url: string;
  readonly rows: Row[] = [];
  /** The number of requests so far, by kind. */
  readonly requests: Record<RequestKind, number> = { feed: 0, owners: 0 };
  /** Called before each response; it may wait, or return a status other than 200. */
  disturb: (kind: RequestKind) => Promise<number> | number = () => 200;
  /** Awaited between building a response and sending it, so changes made meanwhile are not in it. */
  hold: () => Promise<void> = () => Promise.resolve();
  /** Changes per page. */
  pageSize = 10;
  readonly #server: Server;
  readonly #owners = new Map<string, string>();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<FakeUpstream> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const system = new FakeUpstream(server);
    server.on('request', (request, response) => void system.#answer(request, response));
    return system;
  }

  /** Changes a thing; `more` overrides properties of the reported change. */
  change(id: string, more: Partial<ReportedChange> = {}): Row {
    const number = this.rows.length + 1;
    const owner = `owner-of-${id}`;
    this.#owners.set(id, owner);
    const change: ReportedChange = {
      entity: 'Thing',
      id,
      kind: 'UPDATED',
      owners: { Owner: owner },
      ownersUnknown: false,
      fields: [`field${number}`],
      occurredAt: new Date(1_700_000_000_000 + number).toISOString(),
      key: null,
      ...more,
    };
    const row = { number, change };
    this.rows.push(row);
    return row;
  }

  /** The CloudEvent of a change; a thin one has neither data nor owners. */
  event({ number, change }: Row, kind: 'full' | 'thin' | 'unnumbered' = 'full'): Record<string, unknown> {
    return {
      specversion: '1.0',
      id: `event-${number}`,
      source: 'urn:system:upstream',
      type: `thing.${change.kind.toLowerCase()}`,
      subject: change.id,
      time: change.occurredAt,
      ...(kind === 'unnumbered' ? {} : { sequence: String(number).padStart(10, '0') }),
      ...(kind === 'thin' ? {} : { data: change }),
    };
  }

  /** The source through which the gateway reads this system. */
  get source(): ChangeSource {
    return {
      feed: {
        newest: async (call) =>
          String((await this.#ask<{ newest: number }>('/feed?after=0&limit=0', call)).newest),
        after: async (position, call) => {
          const path = `/feed?after=${position}&limit=${this.pageSize}`;
          const { rows, newest } = await this.#ask<{ rows: Row[]; newest: number }>(path, call);
          const last = rows.at(-1)?.number ?? Number(position);
          const changes = rows.map(({ change }) => change);
          const missed = Number(position) > newest;
          return { changes, position: String(missed ? newest : last), hasMore: last < newest, missed };
        },
      },
      read: (event) => readThing(event),
      ownersOf: async (_, ids, call) => {
        const owners = await this.#ask<Record<string, string>>(`/owners?ids=${ids.join(',')}`, call);
        return new Map(Object.entries(owners).map(([id, Owner]) => [id, { Owner }]));
      },
    };
  }

  /** The same source without a feed: a system that only sends webhooks. */
  get sourceWithoutFeed(): ChangeSource {
    return { ...this.source, feed: null };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const kind = pathname === '/feed' ? 'feed' : 'owners';
    this.requests[kind] += 1;
    const status = await this.disturb(kind);
    const answer = kind === 'feed' ? this.#page(searchParams) : this.#ownersOf(searchParams);
    await this.hold();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #page(query: URLSearchParams): object {
    const [after, limit] = [Number(query.get('after')), Number(query.get('limit'))];
    return { rows: this.rows.slice(after, after + limit), newest: this.rows.length };
  }

  #ownersOf(query: URLSearchParams): object {
    const ids = (query.get('ids') ?? '').split(',');
    return Object.fromEntries(
      ids.flatMap((id) => (this.#owners.has(id) ? [[id, this.#owners.get(id)]] : [])),
    );
  }

  async #ask<T>(path: string, { signal }: Shared): Promise<T> {
    const answer = await fetch(this.url + path, { signal });
    if (!answer.ok) throw new Error(`upstream: GET ${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }
}

function readThing(event: CloudEvent): EventReport | null {
  const [entity, kind] = event.type.split('.');
  if (entity !== 'thing') return null;
  const { data, sequence, subject } = event;
  if (data !== null && (typeof data !== 'object' || !('owners' in data))) {
    throw new ContractError({ system: 'upstream', path: 'webhook' }, 'data must have owners');
  }
  const thin: ReportedChange = {
    entity: 'Thing',
    id: subject ?? '',
    kind: kind === 'created' ? 'CREATED' : kind === 'deleted' ? 'DELETED' : 'UPDATED',
    owners: {},
    ownersUnknown: true,
    fields: [],
    occurredAt: event.time ?? '',
    key: null,
  };
  const number = sequence === null ? null : Number(sequence);
  const step = number === null ? null : { from: String(number - 1), to: String(number) };
  return { change: (data as ReportedChange | null) ?? thin, step };
}
