import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import type { RecordField } from '../../resolvers/record-field.ts';
import { fallBack } from './fallback.ts';
import type { FieldArgs } from './args.ts';
import type { Complete, TemplateSlot, JsonOutput } from './json-output.ts';

/** A field of an object in a plan. */
export interface Field extends TemplateSlot {
  /** The text before its value: `{"name":` or `,"name":`. */
  readonly prefix: string;
  /** What its value depends on besides arguments: only the id of its parent, only the value of its parent, or anything. */
  readonly needs: 'id' | 'parent' | 'context';
}

/** A resolver as graphql-js calls it. */
export type Resolve = GraphQLFieldResolver<unknown, Context, object>;

/** Plans only contain resolvers that ignore their fourth argument. */
const UNUSED_INFO = undefined as never;

/** `__typename`; its prefix is its whole text. */
export class ConstantField implements Field {
  readonly needs = 'id';
  readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  fill(): void {
    // The prefix is everything.
  }
}

/** A property of the parent, read as graphql-js does if there is no resolver. */
export class PropertyField implements Field {
  readonly needs = 'parent';
  readonly prefix: string;
  readonly #name: string;
  readonly #complete: Complete;

  constructor(prefix: string, name: string, complete: Complete) {
    this.prefix = prefix;
    this.#name = name;
    this.#complete = complete;
  }

  fill(parent: unknown, out: JsonOutput): void {
    if (typeof parent !== 'object' || parent === null) fallBack();
    const value = (parent as Readonly<Record<string, unknown>>)[this.#name];
    if (typeof value === 'function') fallBack();
    if (typeof value === 'object') out.write(value, this.#complete);
    else this.#complete(value, out);
  }
}

/** A field whose resolver needs only the parent's id. */
export class ReferenceField implements Field {
  readonly needs = 'id';
  readonly prefix: string;
  readonly #resolve: Resolve;
  readonly #complete: Complete;

  constructor(prefix: string, resolve: Resolve, complete: Complete) {
    this.prefix = prefix;
    this.#resolve = resolve;
    this.#complete = complete;
  }

  fill(parent: unknown, out: JsonOutput): void {
    this.#complete(this.#resolve(parent, {}, out.run.context, UNUSED_INFO), out);
  }
}

/** A field with a resolver about which nothing is known. */
export class ResolvedField implements Field {
  readonly needs = 'context';
  readonly prefix: string;
  readonly #resolve: Resolve;
  readonly #args: FieldArgs;
  readonly #complete: Complete;

  constructor(prefix: string, resolve: Resolve, args: FieldArgs, complete: Complete) {
    this.prefix = prefix;
    this.#resolve = resolve;
    this.#args = args;
    this.#complete = complete;
  }

  fill(parent: unknown, out: JsonOutput): void {
    const { run } = out;
    out.write(this.#resolve(parent, run.args(this.#args), run.context, UNUSED_INFO), this.#complete);
  }
}

/** A field read from its entity's own record, or from another record that belongs to the entity. */
export class RecordValueField implements Field {
  readonly needs = 'context';
  readonly prefix: string;
  /** The plan's index of the kind of record. */
  readonly records: number;
  readonly own: RecordField;
  /** Whether nothing within its value has to be loaded. */
  readonly isFlat: boolean;
  readonly #complete: Complete;

  constructor(prefix: string, records: number, own: RecordField, complete: Complete, isFlat: boolean) {
    this.prefix = prefix;
    this.records = records;
    this.own = own;
    this.isFlat = isFlat;
    this.#complete = complete;
  }

  /** Writes the field of an entity, now or once its record has been loaded. */
  fill(parent: unknown, out: JsonOutput): void {
    const record = this.peek(parent, out);
    if (record === undefined) out.run.when(this.want(parent, out), this, parent, out.part());
    else this.fillFrom(record, out);
  }

  /** Writes the field from a record; null if there is none. */
  fillFrom(record: object | null, out: JsonOutput): void {
    this.#complete(record && this.own.pick(record), out);
  }

  /** The record of an entity, null if it does not exist, undefined if it has to be loaded. */
  peek(entity: unknown, { run }: JsonOutput): object | null | undefined {
    return run.records(this.records, this.own).peek(idOf(entity));
  }

  /** Requests the record; the promise is that of the whole batch. */
  want(entity: unknown, { run }: JsonOutput): Promise<unknown> {
    return run.records(this.records, this.own).want(idOf(entity));
  }
}

function idOf(entity: unknown): string {
  const { id } = entity as { readonly id?: unknown };
  return typeof id === 'string' ? id : fallBack();
}
