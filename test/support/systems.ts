import type { Product, SystemName } from './product.ts';

/** An answer of a system, with untyped JSON. */
export interface RestAnswer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

type Headers = Readonly<Record<string, string>>;

const BASES: Readonly<Record<SystemName, string>> = {
  crm: '/crm/v3',
  commerce: '/v2',
  erp: '/odata/v4',
  accounting: '/api/2.0',
};
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Direct access to the systems, without the graph, for comparison with its answers. */
export class Systems {
  readonly #urls: Product['systems'];
  #token: Promise<string> | undefined;

  constructor({ systems }: Pick<Product, 'systems'>) {
    this.#urls = systems;
  }

  /** Sends a request to a system; `path` is relative to its base path. */
  async ask(
    system: SystemName,
    path: string,
    method = 'GET',
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<RestAnswer> {
    const answer = await fetch(`${this.#urls[system]}${BASES[system]}${path}`, {
      method,
      headers: {
        ...(await this.#identity(system)),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  /** Reads from a system; throws unless it answers 200. */
  async read(system: SystemName, path: string): Promise<RestAnswer['body']> {
    const { status, body } = await this.ask(system, path);
    if (status !== 200) throw new Error(`${system} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async #identity(system: SystemName): Promise<Headers> {
    switch (system) {
      case 'crm':
        return { authorization: 'Bearer local-crm-token' };
      case 'commerce':
        return { 'x-api-key': 'local-commerce-key' };
      case 'erp':
        return { authorization: basic('isthmus', 'local-erp-password') };
      case 'accounting':
        return { authorization: `Bearer ${await (this.#token ??= this.#newToken())}` };
    }
  }

  async #newToken(): Promise<string> {
    const answer = await fetch(`${this.#urls.accounting}/connect/token`, {
      method: 'POST',
      headers: { authorization: basic('isthmus', 'local-accounting-secret') },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
}
