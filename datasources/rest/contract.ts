import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isRecord } from '../is-record.ts';
import { ContractError } from './errors/contract.ts';
import { inlinedSchema, type Schema } from './inlined-schema.ts';

/** Checks that a payload matches a named schema of the contract, and returns it as that type. */
export type Check<T> = (payload: unknown, where: string) => T;

/** The parts of an OpenAPI document that are used. */
interface OpenApi {
  readonly components: { readonly schemas: Schema };
}

/** A loaded document and the compiler for its schemas. */
interface Opened {
  readonly ajv: Ajv2020;
  readonly schemas: Schema;
}

/** The compiler's name for the document. */
const DOCUMENT = 'contract';

/**
 * The contract of a system: its OpenAPI 3.1 document, whose named schemas become compiled validators (OpenAPI 3.1 schemas are JSON Schema
 * 2020-12). `Schemas` is generated from the same document by openapi-typescript. A schema is compiled on first use of its check.
 */
export class Contract<Schemas> {
  readonly #system: string;
  readonly #file: URL;
  #opened: Opened | undefined;

  /** Uses the document at `file`, which is part of the sources and trusted. It is read on first use of a check. */
  constructor(system: string, file: URL) {
    this.#system = system;
    this.#file = file;
  }

  /** Returns the list in `field` of a payload, without checking its items. Throws ContractError if there is none. */
  rows(payload: unknown, field: string, where: string): readonly unknown[] {
    const list = isRecord(payload) ? payload[field] : null;
    if (Array.isArray(list)) return list as unknown[];
    throw new ContractError({ system: this.#system, path: where }, `no list under "${field}"`);
  }

  /** Returns the check for one schema of the document. The check throws a ContractError that names the system, the path and the field. */
  check<Name extends keyof Schemas & string>(name: Name): Check<Schemas[Name]> {
    let validate: ValidateFunction<Schemas[Name]> | undefined;
    return (payload, where) => {
      validate ??= this.#compile(name);
      if (validate(payload)) return payload;
      const [fault] = validate.errors ?? [];
      const field = `${name}${fault?.instancePath ?? ''}`;
      const target = { system: this.#system, path: where };
      throw new ContractError(target, `${field} ${fault?.message ?? 'is not what was promised'}`);
    };
  }

  #compile<Name extends keyof Schemas & string>(name: Name): ValidateFunction<Schemas[Name]> {
    const { ajv, schemas } = (this.#opened ??= this.#open());
    return ajv.compile<Schemas[Name]>(inlinedSchema(name, schemas, DOCUMENT));
  }

  #open(): Opened {
    // Schemas themselves are not validated: compiling the meta-schema takes longer than the rest of startup.
    const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false, meta: false });
    // By pattern only: whether a date exists in the calendar is checked where it is shown.
    formats.default(ajv, { mode: 'fast' });
    const document = JSON.parse(readFileSync(this.#file, 'utf8')) as OpenApi;
    ajv.addSchema(document, DOCUMENT);
    return { ajv, schemas: document.components.schemas };
  }
}
