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
import { answerOf, Documented, type Answer } from './documented.ts';

const BASE = '/api/2.0';
const CLIENT = `Basic ${btoa('isthmus:local-accounting-secret')}`;

/** The system under test, over a database of its own, with the calls that the tests share. */
export class Accounting {
  readonly #data = mkdtempSync(join(tmpdir(), 'accounting-'));
  readonly #env: NodeJS.ProcessEnv;
  #system: RunningSystem | undefined;
  #documented: Documented | undefined;
  #token = '';

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.#env = env;
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
    this.#documented = await Documented.of(this.url);
    this.#token = String((await this.token()).body['access_token']);
  }

  async stop(): Promise<void> {
    await this.#system?.close();
    rmSync(this.#data, { recursive: true });
  }

  get url(): string {
    return this.#system?.url ?? '';
  }

  get document() {
    if (!this.#documented) throw new Error('start the system first');
    return this.#documented.document;
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
    answerOf(
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

  /** Checks every answer against its schema in the OpenAPI document. */
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
    const answer = await answerOf(await fetch(`${this.url}${path}`, init));
    this.#documented?.check(method, path, answer);
    return answer;
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
