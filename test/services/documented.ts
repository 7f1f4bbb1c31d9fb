import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'vitest';

/** An answer of a system, with its JSON in `body`: `{}` if there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, body };
}

/** The status and code of a problem. */
export const outcome = ({ status, body }: Answer) => [status, body['code']];

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly description?: string }>> };
}

/** The OpenAPI document of a system, and the check of its answers against it. */
export class Documented {
  readonly document: OpenApi;
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false });

  private constructor(document: OpenApi) {
    this.document = document;
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'api');
  }

  static async of(url: string): Promise<Documented> {
    return new Documented((await (await fetch(`${url}/openapi.json`)).json()) as OpenApi);
  }

  /** Expects an answer to match its schema, unless it is one without content. */
  check(method: string, path: string, { status, body }: Answer): void {
    if (status === 204 || status === 304) return;
    const schema = status >= 400 ? '/components/schemas/Problem' : this.#schemaOf(method, path, status);
    const validate = this.#ajv.getSchema(`api#${schema}`);
    if (!validate) throw new Error(`the OpenAPI document has no ${schema}`);
    expect(validate(body) === true ? [] : validate.errors, schema).toEqual([]);
  }

  /** A pointer to the schema of an answer to `path`, which may have a query. */
  #schemaOf(method: string, path: string, status: number): string {
    const plain = path.replace(/\?.*/, '');
    const templates = Object.keys(this.document.paths);
    const template =
      templates.find((candidate) => candidate === plain) ??
      templates.find((candidate) => new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain));
    const parts = ['paths', template ?? plain, method.toLowerCase(), 'responses', String(status), 'content'];
    return [...parts, 'application/json', 'schema']
      .map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
      .join('');
  }
}
