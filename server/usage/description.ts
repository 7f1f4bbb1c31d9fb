import type { GraphQLSchema } from 'graphql';
import { parseJson } from '../../datasources/parse-json.ts';
import { MAX_NAME_LENGTH } from '../channels.ts';
import { coordinatesOf } from './coordinates.ts';
import type { OperationCount } from './counter.ts';

/** What is stored of an operation. Its text is not, and so neither are any values that somebody may have put into it. */
export interface Description {
  readonly hash: string;
  readonly name: string | null;
  /** The parts of the schema it uses, as coordinates: `Customer.email`, `Query.orders(first:)`. */
  readonly uses: readonly string[];
}

/**
 * The id under which an operation is described. Its format differs from the one used when only fields were recorded, so that those
 * operations are described again.
 */
export function operationId({
  operation: { hash, name },
  inputs,
}: Pick<OperationCount, 'operation' | 'inputs'>): string {
  return `${hash}:${shortened(name) ?? ''}:${inputs.join()}`;
}

/** Describes an operation. */
export function describe(
  schema: GraphQLSchema,
  { operation: { hash, name, document }, inputs }: Pick<OperationCount, 'operation' | 'inputs'>,
): string {
  const uses = new Set([...coordinatesOf(schema, document, name), ...inputs]);
  const description: Description = { hash, name: shortened(name), uses: [...uses] };
  return JSON.stringify(description);
}

/** Parses a stored description; null if there is none, or it cannot be read. */
export function descriptionIn(text: string | undefined): Description | null {
  return text === undefined ? null : (parseJson(text) as Description | null);
}

function shortened(name: string | null): string | null {
  return name && name.slice(0, MAX_NAME_LENGTH);
}
