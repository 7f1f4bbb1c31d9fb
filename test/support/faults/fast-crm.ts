import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A change of a customer, as this CRM records it. */
export interface CrmRow {
  /** From 1, without gaps. */
  readonly number: number;
  readonly id: string;
  readonly at: string;
  /** `Idempotency-Key` of the write that made it; null if there was none. */
  readonly key: string | null;
}

const FIRST_AT = Date.parse('2026-01-01T00:00:00.000Z');
const BASE = '/crm/v3';

/**
 * A CRM that keeps customers in memory, so that thousands of them can change per second. Its API is that of the embedded CRM: batch read,
 * count, event feed, and writes. The phone of a customer is the number of its last change. Each change has a unique time, a millisecond
 * after the one before, on a clock that is off by months.
 */
export class FastCrm implements AsyncDisposable {
  readonly url: string;
  readonly rows: CrmRow[] = [];
  /** The delay of each answer. */
  latencyMs = 0;
  readonly #server: Server;
  readonly #last = new Map<string, number>();
  readonly #done = new Map<string, string>();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Starts on a free port with customers 1 to `count`. */
  static async start(count: number): Promise<FastCrm> {
    const server = createServer({ keepAliveTimeout: 60_000 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const crm = new FastCrm(server);
    for (let id = 1; id <= count; id += 1) crm.#last.set(String(id), 0);
    server.on('request', (request, response) => void crm.#answer(request, response));
    return crm;
  }

  /** The number of customers. */
  get count(): number {
    return this.#last.size;
  }

  /** The number of the last change of a customer, 0 for none. */
  versionOf(id: string): number {
    return this.#last.get(id) ?? 0;
  }

  /** Changes a customer, or creates a new one. */
  change(id: string, key: string | null = null): CrmRow {
    const number = this.rows.length + 1;
    const row = { number, id, at: new Date(FIRST_AT + number).toISOString(), key };
    this.rows.push(row);
    this.#last.set(id, number);
    return row;
  }

  /** The CloudEvent of a change. */
  eventOf({ number, id, at, key }: CrmRow): object {
    return {
      specversion: '1.0',
      id: `crm-${number}`,
      source: 'urn:system:crm',
      type: 'customer.updated',
      subject: id,
      time: at,
      sequence: String(number).padStart(10, '0'),
      sequencetype: 'Integer',
      datacontenttype: 'application/json',
      data: { fields: ['phone'], owners: {}, request: requestOf(key) },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = ((await request.setEncoding('utf8').toArray()) as string[]).join('');
    // The data is read now, before the delay.
    const [status, answer] = this.#answerTo(request, body);
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
  }

  #answerTo({ method, url = '', headers }: IncomingMessage, body: string): [number, string] {
    const { pathname, searchParams } = new URL(url, this.url);
    const path = pathname.slice(BASE.length);
    if (path === '/customers/batch/read') return this.#read(body);
    if (path === '/customers/count') return [200, JSON.stringify({ count: this.count })];
    if (path === '/events') return this.#events(searchParams);
    const [, id] = /^\/customers\/(\d+)$/.exec(path) ?? [];
    if (method === 'PATCH' && id !== undefined) return this.#patch(id, headers['idempotency-key']);
    return [404, JSON.stringify({ status: 404, code: 'not_found', detail: path })];
  }

  #read(body: string): [number, string] {
    const { inputs } = JSON.parse(body) as { readonly inputs: readonly { readonly id: string }[] };
    const known = inputs.filter(({ id }) => this.#last.has(id));
    return [200, JSON.stringify({ results: known.map(({ id }) => this.#customer(id)) })];
  }

  #events(query: URLSearchParams): [number, string] {
    const after = Number(query.get('after') ?? 0);
    const rows = this.rows.slice(after, after + Number(query.get('limit') ?? 20));
    const results = rows.map(({ number, id, at, key }) => ({
      id: String(number),
      type: 'customer.updated',
      objectId: id,
      occurredAt: at,
      fields: ['phone'],
      owners: {},
      request: requestOf(key),
    }));
    return [200, JSON.stringify({ results, paging: { latest: String(this.rows.length) } })];
  }

  #patch(id: string, given: string | string[] | undefined): [number, string] {
    const key = String(given);
    const answer = this.#done.get(key) ?? this.#write(id, key);
    this.#done.set(key, answer);
    return [200, answer];
  }

  #write(id: string, key: string): string {
    this.change(id, key);
    return JSON.stringify(this.#customer(id));
  }

  #customer(id: string): object {
    const version = this.versionOf(id);
    return {
      id,
      kind: 'person',
      name: `Customer ${id}`,
      email: null,
      phone: String(version),
      accountNumber: `AW${id.padStart(8, '0')}`,
      territoryId: null,
      since: null,
      addresses: [],
      contacts: [],
      updatedAt: new Date(FIRST_AT + version).toISOString(),
    };
  }
}

function requestOf(key: string | null) {
  return key === null ? null : { idempotencyKey: key };
}
