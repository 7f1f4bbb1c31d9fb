import { randomUUID } from 'node:crypto';
import { isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { listen, restExchanges } from '../../datasources/channels.ts';
import { later } from '../../datasources/maybe-promise.ts';
import type { Context } from '../../resolvers/context.ts';
import { isListOfObjects } from '../../server/limits/items.ts';
import { Lengths } from '../../server/limits/lengths.ts';
import { wrap } from '../../server/graph/wrapped.ts';

/** The number of calls to each system, by name. */
export type CallsBySystem = Readonly<Record<string, number>>;

/** Counts the calls to each system that are made during `work` for the request with the id `own`. */
export async function callsOf(
  work: (requestId: string) => Promise<unknown>,
  own: string = randomUUID(),
): Promise<CallsBySystem> {
  const calls: Record<string, number> = {};
  const end = listen(restExchanges.start, ({ system, requestId }) => {
    if (requestId === own) calls[system] = (calls[system] ?? 0) + 1;
  });
  try {
    await work(own);
  } finally {
    end();
  }
  return calls;
}

/** Fields whose lists have the length that their parent field determines. */
const SIZED = new Set(['edges', 'nodes', 'rows']);

/** Watches lists of this schema. Gives a function that tells whether a list of an operation was longer than estimated. */
export function watchLengths(schema: GraphQLSchema): (context: Context) => boolean {
  const longer = new WeakSet<Context>();
  const watch = (field: GraphQLField<unknown, Context>): void => {
    wrap(
      field,
      (resolve) => (source, args, context, info) =>
        later(resolve(source, args, context, info), (value) => {
          const lengths = new Lengths(info.variableValues);
          const [node] = info.fieldNodes;
          const { times } = lengths.of(node as never, field as GraphQLField<unknown, unknown>, null);
          if (Array.isArray(value) && value.length > times) longer.add(context);
          return value;
        }),
    );
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, Context>[])
      if (isListOfObjects(field) && !SIZED.has(field.name)) watch(field);
  }
  return (context) => longer.has(context);
}
