import { LONGEST_NAME } from '../observed.ts';
import type { GraphQLSchema } from 'graphql';
import { coordinatesOf } from './coordinates.ts';
import type { Counted } from './counter.ts';

/** What is kept of an operation: no text, and so no values that somebody may have put into it. */
export interface Description {
  readonly hash: string;
  readonly name: string | null;
  /** What of the schema it uses, as coordinates: `Customer.email`, `Query.orders(first:)`. */
  readonly uses: readonly string[];
}

/** By which an operation is described. It has another form than it had when fields alone were looked at: these are described anew. */
export function operationId({
  operation: { hash, name },
  inputs,
}: Pick<Counted, 'operation' | 'inputs'>): string {
  return `${hash}:${shortened(name) ?? ''}:${inputs.join()}`;
}

/** Describes an operation. */
export function describe(
  schema: GraphQLSchema,
  { operation: { hash, name, document }, inputs }: Pick<Counted, 'operation' | 'inputs'>,
): string {
  const uses = new Set([...coordinatesOf(schema, document, name), ...inputs]);
  const description: Description = { hash, name: shortened(name), uses: [...uses] };
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
