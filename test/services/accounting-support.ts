import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import type { Invoice } from '../../services/accounting/schemas/invoices.ts';
import type { Payment } from '../../services/accounting/schemas/payments.ts';
import { accounting } from '../../services/accounting/system.ts';
import { changesAfter, lastChange, type RecordedChange } from '../../services/kit/changes.ts';
import { startSystem, type RunningSystem } from '../../services/kit/system.ts';

const BASE = '/api/2.0';
const CLIENT = `Basic ${btoa('isthmus:local-accounting-secret')}`;

/** An answer of the system, with its JSON in `body`. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly description?: string }>> };
}

/** The system under test, over a database of its own, with the calls that the tests share. */
export class Accounting {
  readonly #data = mkdtempSync(join(tmpdir(), 'accounting-'));
  readonly #env: NodeJS.ProcessEnv;
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false });
  #system: RunningSystem | undefined;
  #document: OpenApi | undefined;
  #token = '';

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.#env = env;
    formats.default(this.#ajv);
  }

  async start(): Promise<void> {
    const options = {
      data: this.#data,
      host: '127.0.0.1',
      port: 0,
      env: this.#env,
      onBuild: () => undefined,
    };
    this.#system = await startSystem(accounting, options);
    await this.control({ requestsPerSecond: 1_000_000 });
    this.#document = (await (await fetch(`${this.url}/openapi.json`)).json()) as OpenApi;
    this.#ajv.addSchema(this.#document, 'api');
    this.#token = String((await this.token()).body['access_token']);
  }

  async stop(): Promise<void> {
    await this.#system?.close();
    rmSync(this.#data, { recursive: true });
  }

  get url(): string {
    return this.#system?.url ?? '';
  }

  get document(): OpenApi {
    if (!this.#document) throw new Error('start the system first');
    return this.#document;
  }

  /** Requests an access token. */
  readonly token = (authorization = CLIENT, grant = 'client_credentials') =>
    this.#call('POST', '/connect/token', new URLSearchParams({ grant_type: grant }), { authorization });

  /** Sends a GET request below the base path. */
  readonly get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    this.#call('GET', `${BASE}${path}`, undefined, headers);

  /** Sends a POST request below the base path, with a JSON body if given. */
  readonly post = (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    this.#call('POST', `${BASE}${path}`, body === undefined ? undefined : JSON.stringify(body), headers);

  /** Sets switches of the system, such as its rate limit. */
  readonly control = async (switches: object): Promise<Answer> =>
    toAnswer(
      await fetch(`${this.url}/_control`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(switches),
      }),
    );

  /** Reads a list to its end, calling `between` after each page. */
  async walk<T>(name: string, query: string, between: () => Promise<unknown> = async () => undefined) {
    const found: T[] = [];
    for (let page = 1, more = true; more; page += 1) {
      const answer = await this.get(`/${name}?${query}&page=${page}`);
      found.push(...rowsOf<T>(answer, name));
      more = (answer.body['Pagination'] as { HasMore: boolean }).HasMore;
      await between();
    }
    return found;
  }

  /** The result of `work`, and the changes recorded while it ran. */
  async changesOf<T>(work: () => Promise<T>): Promise<{ result: T; changes: RecordedChange[] }> {
    const db = new DatabaseSync(join(this.#data, 'accounting.sqlite'), { readOnly: true });
    try {
      const before = lastChange(db);
      const result = await work();
      return { result, changes: changesAfter(db, before, 100) };
    } finally {
      db.close();
    }
  }

  async #call(
    method: string,
    path: string,
    body: string | URLSearchParams | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const authorization = `Bearer ${this.#token}`;
    const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
    const init = {
      method,
      headers: { authorization, ...type, ...headers },
      ...(body !== undefined && { body }),
    };
    const answer = await toAnswer(await fetch(`${this.url}${path}`, init));
    if (this.#document && answer.status !== 304) this.#checkShape(method, path, answer);
    return answer;
  }

  /** Checks an answer against its schema in the OpenAPI document; every answer of every test is checked. */
  #checkShape(method: string, path: string, { status, body }: Answer): void {
    const pointer =
      status >= 400 ? 'api#/components/schemas/Problem' : answerPointer(this.document, method, path, status);
    const validate = this.#ajv.getSchema(pointer);
    if (!validate) throw new Error(`the OpenAPI document has no ${pointer}`);
    expect(validate(body) === true ? [] : validate.errors, pointer).toEqual([]);
  }
}

/** The rows in the answer of a list. */
export function rowsOf<T>(answer: Answer, name: string): T[] {
  expect(answer.status).toBe(200);
  return answer.body[name] as T[];
}

export const invoices = (answer: Answer) => rowsOf<Invoice>(answer, 'Invoices');
export const invoiceIds = (answer: Answer) => invoices(answer).map(({ InvoiceID }) => InvoiceID);
export const payments = (answer: Answer) => rowsOf<Payment>(answer, 'Payments');
/** The status and code of a problem. */
export const outcome = ({ status, body }: Answer) => [status, body['code']];

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, body };
}

function answerPointer(document: OpenApi, method: string, path: string, status: number): string {
  const plain = path.replace(/\?.*/, '');
  const template = Object.keys(document.paths).find((candidate) =>
    new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
  );
  const parts = ['paths', template ?? plain, method.toLowerCase(), 'responses', String(status), 'content'];
  const escaped = [...parts, 'application/json', 'schema'].map((part) => part.replaceAll('/', '~1'));
  return `api#/${escaped.map(encodeURIComponent).join('/')}`;
}
