import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { erp } from '../../services/erp/system.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';

const ROOT = '/odata/v4';
const IDENTITY = `Basic ${btoa('isthmus:local-erp-password')}`;

export type Row = Readonly<Record<string, unknown>>;

/** An answer of the ERP, with its JSON in `body`: `{}` if there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Row;
}

interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** The system under test, over a database of its own; checks every answer against the OpenAPI document. */
export class Erp {
  readonly #data = mkdtempSync(join(tmpdir(), 'erp-'));
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false });
  #running: { system: RunningSystem; document: OpenApi } | undefined;

  async start(): Promise<void> {
    const options = { data: this.#data, host: '127.0.0.1', port: 0, env: {}, onBuild: () => undefined };
    const system = await startSystem(erp, options);
    const document = (await (await fetch(`${system.url}/openapi.json`)).json()) as OpenApi;
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'erp');
    this.#running = { system, document };
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

  get document(): OpenApi {
    return this.#now.document;
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
    const text = await response.text();
    if (text !== '') this.#check(method, url.pathname, response.status, JSON.parse(text));
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Row),
    };
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

  #check(method: string, path: string, status: number, body: unknown): void {
    const schema = status >= 400 ? '/components/schemas/Problem' : this.#answerOf(method, path, status);
    const validate = this.#ajv.getSchema(`erp#${schema}`);
    if (!validate) throw new Error(`the OpenAPI document has no ${schema}`);
    expect(validate(body) === true ? [] : validate.errors, schema).toEqual([]);
  }

  #answerOf(method: string, path: string, status: number): string {
    const found = Object.keys(this.document.paths).find((template) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    );
    const parts = [found ?? path, method.toLowerCase(), 'responses', String(status), 'content'];
    const pointer = ['paths', ...parts, 'application/json', 'schema'];
    return pointer
      .map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
      .join('');
  }
}

/** The rows of a list. */
export const value = (answer: Answer) => answer.body['value'] as Row[];
/** One field of all rows of a list. */
export const column = (answer: Answer, name: string) => value(answer).map((row) => row[name]);
/** The status and code of a problem. */
export const outcome = ({ status, body }: Answer) => [status, body['code']];
