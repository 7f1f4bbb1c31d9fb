import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { crm } from '../../services/crm/system.ts';
import type { Customer } from '../../services/crm/schemas.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';

export const CUSTOMERS = '/crm/v3/customers';

/** An answer of the CRM, with its JSON in `body`: `{}` if there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Client = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly responses: Readonly<Record<string, { content?: Record<string, unknown> }>>;
}

/** The system under test, over a database of its own, with the calls that the tests share. */
export class Crm {
  readonly #data = mkdtempSync(join(tmpdir(), 'crm-'));
  #running: { system: RunningSystem; call: Client; document: OpenApi } | undefined;

  async start(): Promise<void> {
    const options = { data: this.#data, host: '127.0.0.1', port: 0, env: {}, onBuild: () => undefined };
    const system = await startSystem(crm, options);
    this.#running = { system, ...(await connect(system.url)) };
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

  get document(): OpenApi {
    return this.#now.document;
  }

  readonly call: Client = (method, path, options) => this.#now.call(method, path, options);
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
/** The status and code of a problem. */
export const outcome = ({ status, body }: Answer) => [status, body['code']];

/** A client that checks every answer against its schema in the OpenAPI document. */
async function connect(url: string): Promise<{ call: Client; document: OpenApi }> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, 'crm');
  const call: Client = async (method, path, { body, headers } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: 'Bearer local-crm-token',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, body: parse(text) };
    if (text !== '' && path.startsWith('/crm/v3/')) {
      checkShape(ajv, pointer(document, method, path, response.status), answer.body);
    }
    return answer;
  };
  return { call, document };
}

function parse(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function checkShape(ajv: Ajv2020, schema: string, body: unknown): void {
  const validate = ajv.getSchema(schema);
  if (!validate) throw new Error(`the OpenAPI document has no ${schema}`);
  expect(validate(body) === true ? [] : validate.errors, schema).toEqual([]);
}

/** A pointer to the schema of an answer in the OpenAPI document: that of problems for errors. */
function pointer(document: OpenApi, method: string, path: string, status: number): string {
  if (status >= 400) return 'crm#/components/schemas/Problem';
  const plain = path.replace(/\?.*/, '');
  const templates = Object.keys(document.paths);
  const template =
    templates.find((candidate) => candidate === plain) ??
    templates.find((candidate) => new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain));
  const parts = ['paths', template ?? plain, method.toLowerCase(), 'responses', String(status), 'content'];
  const escaped = [...parts, 'application/json', 'schema'].map((part) => part.replaceAll('/', '~1'));
  return `crm#/${escaped.map(encodeURIComponent).join('/')}`;
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
