import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Order } from '../../services/commerce/schemas/order.ts';
import type { Product } from '../../services/commerce/schemas/product.ts';
import { commerce } from '../../services/commerce/system.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';
import { answerOf, Documented, type Answer } from './documented.ts';

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The system under test, over a database of its own, with the calls that the tests share. */
export class Commerce {
  readonly #data = mkdtempSync(join(tmpdir(), 'commerce-'));
  #running: { system: RunningSystem; documented: Documented } | undefined;

  async start(): Promise<void> {
    const options = { data: this.#data, host: '127.0.0.1', port: 0, env: {}, onBuild: () => undefined };
    const system = await startSystem(commerce, options);
    this.#running = { system, documented: await Documented.of(system.url) };
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
    const answer = await answerOf(response);
    if (path.startsWith('/v2/')) this.#check(method, path, answer);
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

  #check(method: string, path: string, answer: Answer): void {
    this.#now.documented.check(method, path, answer);
    if (answer.status >= 400)
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
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
