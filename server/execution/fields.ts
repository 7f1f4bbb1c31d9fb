import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import type { Own } from '../../resolvers/own.ts';
import { stepAside } from './aside.ts';
import type { FieldArgs } from './args.ts';
import type { Complete, Hole, Out } from './out.ts';

/** A field of an object in a plan. */
export interface Field extends Hole {
  /** What goes before its value: `{"name":` or `,"name":`. */
  readonly prefix: string;
  /** What its value depends on beside arguments: nothing but its parent's id, its parent's value, or anything. */
  readonly needs: 'id' | 'parent' | 'context';
}

/** A resolver as graphql-js calls it. */
export type Resolve = GraphQLFieldResolver<unknown, Context, object>;

/** The plan has seen to it that no resolver looks at its fourth argument. */
const NO_INFO = undefined as never;

/** `__typename`, all of which is in the prefix. */
export class ConstantField implements Field {
  readonly needs = 'id';
  readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  fill(): void {
    // Written already.
  }
}

/** A property of the parent, as graphql-js reads it where there is no resolver. */
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

  fill(parent: unknown, out: Out): void {
    if (typeof parent !== 'object' || parent === null) stepAside();
    const value = (parent as Readonly<Record<string, unknown>>)[this.#name];
    if (typeof value === 'function') stepAside();
    if (typeof value === 'object') out.write(value, this.#complete);
    else this.#complete(value, out);
  }
}

/** A field whose resolver needs the parent's id alone. */
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

  fill(parent: unknown, out: Out): void {
    this.#complete(this.#resolve(parent, {}, out.run.context, NO_INFO), out);
  }
}

/** A field with a resolver of which nothing is known. */
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

  fill(parent: unknown, out: Out): void {
    const { run } = out;
    out.write(this.#resolve(parent, run.args(this.#args), run.context, NO_INFO), this.#complete);
  }
}

/** A field that is a part of its entity's own record, or of what belongs to its entity. */
export class OwnField implements Field {
  readonly needs = 'context';
  readonly prefix: string;
  /** Which records, as the plan counts them. */
  readonly records: number;
  readonly own: Own;
  /** Whether nothing is to be loaded for what is in it. */
  readonly isFlat: boolean;
  readonly #complete: Complete;

  constructor(prefix: string, records: number, own: Own, complete: Complete, isFlat: boolean) {
    this.prefix = prefix;
    this.records = records;
    this.own = own;
    this.isFlat = isFlat;
    this.#complete = complete;
  }

  /** Writes it of an entity, now or once its record has come. */
  fill(parent: unknown, out: Out): void {
    const record = this.peek(parent, out);
    if (record === undefined) out.run.when(this.want(parent, out), this, parent, out.part());
    else this.fillFrom(record, out);
  }

  /** Writes it of a record; null where there is none. */
  fillFrom(record: object | null, out: Out): void {
    this.#complete(record && this.own.pick(record), out);
  }

  /** The record of an entity, null where there is none; undefined where it has to be loaded. */
  peek(entity: unknown, { run }: Out): object | null | undefined {
    return run.records(this.records, this.own).peek(idOf(entity));
  }

  /** A promise of the batch in which the record comes. */
  want(entity: unknown, { run }: Out): Promise<unknown> {
    return run.records(this.records, this.own).want(idOf(entity));
  }
}

function idOf(entity: unknown): string {
  const { id } = entity as { readonly id?: unknown };
  return typeof id === 'string' ? id : stepAside();
}
