import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ContractError } from './errors/contract.ts';
import { inlinedSchema, type Schema } from './inlined-schema.ts';

/** Checks that a payload is what the contract calls by a name, and types it as that. */
export type Check<T> = (payload: unknown, where: string) => T;

/** What is looked at of an OpenAPI document. */
interface OpenApi {
  readonly components: { readonly schemas: Schema };
}

/** A document, and what compiles its schemas. */
interface Opened {
  readonly ajv: Ajv2020;
  readonly schemas: Schema;
}

/** What the compiler calls the document. */
const DOCUMENT = 'contract';

/**
 * The contract of a system: its OpenAPI 3.1 document, whose named schemas become compiled validators
 * (OpenAPI 3.1 schemas are JSON Schema 2020-12). `Schemas` is what openapi-typescript makes of the same
 * document. A schema is compiled when its check is first asked for.
 */
export class Contract<Schemas> {
  readonly #system: string;
  readonly #file: URL;
  #opened: Opened | undefined;

  /** The document at `file`, which belongs to the sources and is trusted. It is read when the first check is made. */
  constructor(system: string, file: URL) {
    this.#system = system;
    this.#file = file;
  }

  /** The list a payload carries under `field`, its items not checked yet. Throws ContractError where there is none. */
  rows(payload: unknown, field: string, where: string): readonly unknown[] {
    const list =
      typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>)[field] : null;
    if (Array.isArray(list)) return list as unknown[];
    throw new ContractError({ system: this.#system, path: where }, `no list under "${field}"`);
  }

  /** The check for one schema of the document. It throws a ContractError naming the system, the path and the field. */
  check<Name extends keyof Schemas & string>(name: Name): Check<Schemas[Name]> {
    let validate: ValidateFunction<Schemas[Name]> | undefined;
    return (payload, where) => {
      validate ??= this.#compile(name);
      if (validate(payload)) return payload;
      const [fault] = validate.errors ?? [];
      const field = `${name}${fault?.instancePath ?? ''}`;
      const call = { system: this.#system, path: where };
      throw new ContractError(call, `${field} ${fault?.message ?? 'is not what was promised'}`);
    };
  }

  #compile<Name extends keyof Schemas & string>(name: Name): ValidateFunction<Schemas[Name]> {
    const { ajv, schemas } = (this.#opened ??= this.#open());
    return ajv.compile<Schemas[Name]>(inlinedSchema(name, schemas, DOCUMENT));
  }

  #open(): Opened {
    // Schemas are not checked themselves: to compile the schema of schemas takes longer than all else of a start.
    const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false, meta: false });
    // By pattern alone: that a day is one of the calendar is checked where it is shown.
    formats.default(ajv, { mode: 'fast' });
    const document = JSON.parse(readFileSync(this.#file, 'utf8')) as OpenApi;
    ajv.addSchema(document, DOCUMENT);
    return { ajv, schemas: document.components.schemas };
  }
}
