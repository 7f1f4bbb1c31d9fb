import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { crm } from '../../services/crm/system.ts';
import type { Customer } from '../../services/crm/schemas.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';
import { answerOf, Documented, type Answer } from './documented.ts';

export const CUSTOMERS = '/crm/v3/customers';

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The system under test, over a database of its own, with the calls that the tests share. */
export class Crm {
  readonly #data = mkdtempSync(join(tmpdir(), 'crm-'));
  #running: { system: RunningSystem; documented: Documented } | undefined;

  async start(): Promise<void> {
    const options = { data: this.#data, host: '127.0.0.1', port: 0, env: {}, onBuild: () => undefined };
    const system = await startSystem(crm, options);
    this.#running = { system, documented: await Documented.of(system.url) };
    await this.call('PATCH', '/_control', { body: { requestsPerSecond: 1_000_000 } });
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

  /** Sends a request. Checks answers below `/crm/v3` against their schema in the OpenAPI document. */
  readonly call = async (
    method: string,
    path: string,
    { body, headers }: CallOptions = {},
  ): Promise<Answer> => {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: 'Bearer local-crm-token',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await answerOf(response);
    if (path.startsWith('/crm/v3/')) this.#now.documented.check(method, path, answer);
    return answer;
  };

  readonly get = (path: string) => this.call('GET', path);
  readonly post = (body: unknown, headers = {}) => this.call('POST', CUSTOMERS, { body, headers });
  readonly patch = (id: string, body: unknown) => this.call('PATCH', `${CUSTOMERS}/${id}`, { body });
  readonly control = (switches: object) => this.call('PATCH', '/_control', { body: switches });
  readonly batch = (ids: readonly string[]) =>
    this.call('POST', `${CUSTOMERS}/batch/read`, { body: { inputs: ids.map((id) => ({ id })) } });
  readonly count = async (query = '') => (await this.get(`${CUSTOMERS}/count?${query}`)).body['count'];

  /** Reads a list to its end; `between` is called after each page. */
  async walk(query: string, between: () => Promise<unknown> = async () => undefined): Promise<Customer[]> {
    const found: Customer[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = await this.get(`${CUSTOMERS}?${query}${after && `&after=${after}`}`);
      expect(page.status).toBe(200);
      found.push(...customers(page));
      after = (page.body['paging'] as { next?: { after: string } }).next?.after;
      await between();
    }
    return found;
  }
}

export const customers = (answer: Answer) => answer.body['results'] as Customer[];
export const customer = (answer: Answer) => answer.body as unknown as Customer;
export const ids = (answer: Answer) => customers(answer).map(({ id }) => id);
