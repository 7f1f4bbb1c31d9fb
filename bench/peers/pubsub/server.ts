/**
 * Subscriptions as guides show them: graphql-js, graphql-ws, an in-memory PubSub, DataLoader. A change arrives as a plain `POST /changes`
 * and is published; each subscriber's operation is executed for it. Two things make it faster than the servers of most guides: one topic per
 * customer, where a filter would look at each event for each subscriber, and one set of loaders per event, which all subscribers share.
 */
import { createServer } from 'node:http';
import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { PubSub } from 'graphql-subscriptions';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { contextOver, resolvers, type Context } from '../kit/resolvers.ts';
import { restOver, sendByFetch, type Customer, type Order } from '../kit/rest.ts';
import { localId, typeDefs } from '../kit/schema.ts';

interface Change {
  readonly id: string;
  readonly occurredAt: string;
}
interface Published {
  readonly change: Change;
  readonly context: EventContext;
}
interface EventContext extends Context {
  readonly ordersOf: DataLoader<string, Order[]>;
}

const { UPSTREAM_URL = '', PORT = '0' } = process.env;
const ORDERS = 2;
const rest = restOver(sendByFetch(UPSTREAM_URL));
const pubsub = new PubSub<Record<string, Published>>();
const changeDefs = /* GraphQL */ `
  type Subscription {
    customerChanged(filter: CustomerChangeFilter): CustomerChange!
  }
  input CustomerChangeFilter {
    ids: [ID!]
  }
  type CustomerChange {
    kind: String!
    occurredAt: String!
    customer: Customer
  }
  extend type Customer {
    orders(first: Int!): OrderConnection
  }
`;
const schema = makeExecutableSchema({
  typeDefs: [typeDefs, changeDefs],
  resolvers: [
    resolvers,
    {
      Subscription: {
        customerChanged: {
          subscribe: (_: unknown, { filter }: { filter: { ids: string[] } }) =>
            pubsub.asyncIterableIterator(filter.ids.map(localId)),
          resolve: ({ change }: Published) => change,
        },
      },
      CustomerChange: {
        kind: () => 'UPDATED',
        customer: ({ id }: Change, _: unknown, { customers }: EventContext) => customers.load(id),
      },
      Customer: {
        orders: async ({ id }: Customer, { first }: { first: number }, { ordersOf }: EventContext) => ({
          nodes: (await ordersOf.load(id)).slice(0, first),
        }),
      },
    },
  ],
});

function contextOfEvent(): EventContext {
  const ordersOf = new DataLoader<string, Order[]>((ids) => rest.ordersOf(ids, ORDERS));
  return { ...contextOver(rest, DataLoader), ordersOf };
}

/** Like `subscribe` of graphql-js, which however executes all events of a subscription in one context, whose loaders would never be cleared. */
async function* subscribe(args: ExecutionArgs): AsyncGenerator<ExecutionResult> {
  const events = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in events)) {
    yield events;
    return;
  }
  for await (const event of events as AsyncIterable<Published>) {
    yield await execute({ ...args, rootValue: event, contextValue: event.context });
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    if (request.method === 'POST') {
      const change = JSON.parse(body) as Change;
      void pubsub.publish(change.id, { change, context: contextOfEvent() });
    }
    response.writeHead(200, { 'content-length': 0 }).end();
  });
});
useServer({ schema, subscribe }, new WebSocketServer({ server, path: '/graphql' }));
server.listen(Number(PORT), '127.0.0.1');
