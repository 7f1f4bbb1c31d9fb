import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Order } from '../../services/commerce/schemas/order.ts';
import type { Product } from '../../services/commerce/schemas/product.ts';
import { commerce } from '../../services/commerce/system.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';

/** An answer of the shop, with its JSON in `body`: `{}` if there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly description?: string }[];
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

interface Running {
  readonly system: RunningSystem;
  readonly document: OpenApi;
  readonly ajv: Ajv2020;
}

/** The system under test, over a database of its own, with the calls that the tests share. */
export class Commerce {
  readonly #data = mkdtempSync(join(tmpdir(), 'commerce-'));
  #running: Running | undefined;

  async start(): Promise<void> {
    const options = { data: this.#data, host: '127.0.0.1', port: 0, env: {}, onBuild: () => undefined };
    const system = await startSystem(commerce, options);
    const document = (await (await fetch(`${system.url}/openapi.json`)).json()) as OpenApi;
    const ajv = new Ajv2020({ strict: false, validateSchema: false });
    formats.default(ajv);
    ajv.addSchema(document, 'shop');
    this.#running = { system, document, ajv };
    await this.control({ requestsPerSecond: 1_000_000 });
  }

  async restart(): Promise<void> {
    await this.#now.system.close();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#now.system.close();
    rmSync(this.#data, { recursive: true });
  }

  get #now(): Running {
    if (!this.#running) throw new Error('start the system first');
    return this.#running;
  }

  get url(): string {
    return this.#now.system.url;
  }

  get document(): OpenApi {
    return this.#now.document;
  }

  /** Sends a request. Checks answers below `/v2` against their schema in the OpenAPI document. */
  readonly call = async (
    method: string,
    path: string,
    { body, headers }: CallOptions = {},
  ): Promise<Answer> => {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'x-api-key': 'local-commerce-key',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const answer = { status: response.status, headers: response.headers, body: json };
    if (text !== '' && path.startsWith('/v2/')) this.#check(method, path, answer);
    return answer;
  };

  readonly get = (path: string) => this.call('GET', `/v2${path}`);
  readonly post = (path: string, body?: unknown, headers = {}) =>
    this.call('POST', `/v2${path}`, { body, headers });
  readonly patch = (id: number, body: unknown) => this.call('PATCH', `/v2/orders/${id}`, { body });
  readonly control = (switches: object) => this.call('PATCH', '/_control', { body: switches });
  readonly count = async (path: string) => (await this.get(path)).body['count'];

  /** Reads a list to its end along its `Link` headers; `between` is called after each page. */
  async walk(path: string, between: () => Promise<unknown> = async () => undefined): Promise<Answer[]> {
    const pages: Answer[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page = await this.get(next);
      expect(page.status).toBe(200);
      pages.push(page);
      const link = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
      next = link?.replace(`${this.url}/v2`, '');
      await between();
    }
    return pages;
  }

  #check(method: string, path: string, { status, body, headers }: Answer): void {
    const schema = pointer(this.document, method, path, status);
    const validate = this.#now.ajv.getSchema(schema);
    if (!validate) throw new Error(`the OpenAPI document has no ${schema}`);
    expect(validate(body) === true ? [] : validate.errors, schema).toEqual([]);
    if (status >= 400) expect(headers.get('content-type')).toContain('application/problem+json');
  }
}

export const orders = (answer: Answer) => answer.body['orders'] as Order[];
export const order = (answer: Answer) => answer.body as unknown as Order;
export const products = (answer: Answer) => answer.body['products'] as Product[];
export const groups = (answer: Answer) =>
  answer.body['groups'] as { key: number; orders: Order[]; products: Product[]; next: string | null }[];
export const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
/** `length` consecutive numbers, beginning with `from`. */
export const range = (from: number, length: number) => Array.from({ length }, (_, i) => from + i);
/** The status and code of a problem. */
export const outcome = ({ status, body }: Answer) => [status, body['code']];

/** A pointer to the schema of an answer in the OpenAPI document: that of problems for errors. */
function pointer(document: OpenApi, method: string, path: string, status: number): string {
  if (status >= 400) return 'shop#/components/schemas/Problem';
  const plain = path.replace(/\?.*/, '');
  const template =
    plain in document.paths
      ? plain
      : Object.keys(document.paths).find((candidate) =>
          new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
        );
  const parts = ['paths', template ?? plain, method.toLowerCase(), 'responses', String(status), 'content'];
  const escaped = [...parts, 'application/json', 'schema'].map((part) => part.replaceAll('/', '~1'));
  return `shop#/${escaped.map(encodeURIComponent).join('/')}`;
}

/** A request that a webhook receiver got. */
export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Starts a webhook receiver that answers each delivery with the next of `statuses`, and 204 after the last. */
export async function startReceiver(...statuses: number[]) {
  const deliveries: Delivery[] = [];
  let wake: () => void = () => undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204).end();
      wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    /** Waits for `count` deliveries and returns all of them. */
    received: async (count: number): Promise<readonly Delivery[]> => {
      while (deliveries.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return deliveries;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
