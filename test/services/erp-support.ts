import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { erp } from '../../services/erp/system.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';
import { answerOf, Documented, type Answer } from './documented.ts';

const ROOT = '/odata/v4';
const IDENTITY = `Basic ${btoa('isthmus:local-erp-password')}`;

export type Row = Readonly<Record<string, unknown>>;

interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The system under test, over a database of its own; checks every answer against the OpenAPI document. */
export class Erp {
  readonly #data = mkdtempSync(join(tmpdir(), 'erp-'));
  #running: { system: RunningSystem; documented: Documented } | undefined;

  async start(): Promise<void> {
    const options = { data: this.#data, host: '127.0.0.1', port: 0, env: {}, onBuild: () => undefined };
    const system = await startSystem(erp, options);
    this.#running = { system, documented: await Documented.of(system.url) };
    await this.control({ requestsPerSecond: 1_000_000 });
  }

  async stop(): Promise<void> {
    await this.#now.system.close();
    rmSync(this.#data, { recursive: true });
  }

  get #now() {
    if (!this.#running) throw new Error('start the system first');
    return this.#running;
  }

  get url(): string {
    return this.#now.system.url;
  }

  get document() {
    return this.#now.documented.document;
  }

  readonly get = (path: string, query: CallOptions['query'] = {}) => this.call('GET', path, { query });
  readonly post = (path: string, body?: unknown, headers = {}) => this.call('POST', path, { body, headers });
  readonly delete = (path: string, headers = {}) => this.call('DELETE', path, { headers });
  readonly control = async (switches: object) =>
    fetch(`${this.url}/_control`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(switches),
    });

  readonly adjust = (ProductId: number, LocationId: number, Quantity: number, headers = {}) =>
    this.post('/StockAdjustments', { ProductId, LocationId, Quantity, Reason: 'counted' }, headers);
  readonly transfer = (ProductId: number, FromLocationId: number, ToLocationId: number, Quantity: number) =>
    this.post('/StockTransfers', { ProductId, FromLocationId, ToLocationId, Quantity });
  readonly reserve = (...lines: [product: number, quantity: number][]) =>
    this.post('/Reservations', {
      Reference: 'order 1',
      Lines: lines.map(([ProductId, Quantity]) => ({ ProductId, Quantity })),
    });

  /** The number of the last change. */
  readonly lastSequence = async () => Number((await this.get('/Changes', { $top: 1 })).body['Last']);
  readonly changesFrom = async (since: number) => value(await this.get('/Changes', { since, $top: 1_000 }));

  /** Calls a path below `/odata/v4`, or a whole URL such as a link to the next page. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { query = {}, body, headers } = options;
    const url = new URL(path.startsWith('/') ? ROOT + path : path, this.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fetch(url, {
      method,
      headers: {
        authorization: IDENTITY,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await answerOf(response);
    this.#now.documented.check(method, url.pathname, answer);
    return answer;
  }

  /** Reads a list to its end along its links; `between` is called after each page. */
  async walk(
    path: string,
    query: CallOptions['query'],
    between: (page: number) => Promise<unknown> = async () => undefined,
  ): Promise<Row[]> {
    const found: Row[] = [];
    let answer = await this.get(path, query);
    for (let page = 1; ; page++) {
      expect(answer.status).toBe(200);
      found.push(...value(answer));
      const next = answer.body['@odata.nextLink'];
      if (typeof next !== 'string') return found;
      await between(page);
      answer = await this.get(next);
    }
  }

  /** Moves a reservation's expiry into the past, so that no test has to wait for it. */
  expire(reservation: string): void {
    const db = new DatabaseSync(join(this.#data, 'erp.sqlite'));
    db.prepare('UPDATE reservation SET expires_at = ? WHERE reservation_id = ?').run(
      '2020-01-01T00:00:00.000Z',
      reservation,
    );
    db.close();
  }
}

/** The rows of a list. */
export const value = (answer: Answer) => answer.body['value'] as Row[];
/** What was changed in a row of the feed of changes. */
export const summary = (change: Row) => [change['Entity'], change['Key'], change['Kind'], change['Fields']];
/** One field of all rows of a list. */
export const column = (answer: Answer, name: string) => value(answer).map((row) => row[name]);
