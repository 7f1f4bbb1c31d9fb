import { randomUUID } from 'node:crypto';
import { isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { listen, restExchanges } from '../../datasources/observed.ts';
import { later } from '../../datasources/maybe-promise.ts';
import type { Context } from '../../resolvers/context.ts';
import { isListOfObjects } from '../../server/limits/items.ts';
import { Lengths } from '../../server/limits/lengths.ts';
import { wrap } from '../../server/wrapped.ts';

/** Calls of systems by their names. */
export type CallsBySystem = Readonly<Record<string, number>>;

/** Has the calls counted that are made for one request, of which `own` is the id, while something is done with it, by system. */
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

/** The fields whose lists are as long as the field above them says. */
const SIZED = new Set(['edges', 'nodes', 'rows']);

/** Has told of operations over this schema whether one of their lists is longer than is reckoned beforehand. */
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
