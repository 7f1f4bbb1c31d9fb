import { LONGEST_NAME } from '../observed.ts';
import type { GraphQLSchema } from 'graphql';
import type { UsedOperation } from './counter.ts';
import { fieldsOf } from './fields.ts';

/** What is kept of an operation: no text, and so no values that somebody may have put into it. */
export interface Description {
  readonly hash: string;
  readonly name: string | null;
  /** The fields that it asks for, as `Customer.email`. */
  readonly fields: readonly string[];
}

/** By which an operation is described. */
export function operationId({ hash, name }: Pick<UsedOperation, 'hash' | 'name'>): string {
  return `${hash}:${shortened(name) ?? ''}`;
}

/** Describes an operation. */
export function describe(schema: GraphQLSchema, { hash, name, document }: UsedOperation): string {
  const description: Description = {
    hash,
    name: shortened(name),
    fields: fieldsOf(schema, document, name),
  };
  return JSON.stringify(description);
}

/** A description as it was written; null where there is none that could be read. */
export function descriptionIn(text: string | undefined): Description | null {
  try {
    return text === undefined ? null : (JSON.parse(text) as Description);
  } catch {
    return null;
  }
}

function shortened(name: string | null): string | null {
  return name && name.slice(0, LONGEST_NAME);
}
