import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

/** Points by the global id of a customer, as a loyalty programme would keep them. */
const POINTS: Readonly<Record<string, number>> = { 'customer:29485': 1200, 'customer:11176': 80 };

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

  type Customer @key(fields: "id") {
    id: ID!
    "Points the customer has collected; null for who takes no part."
    loyaltyPoints: Int
  }
`);

const resolvers = {
  Customer: { loyaltyPoints: ({ id }: { id: string }) => POINTS[id] ?? null },
};

/** Starts a third party's subgraph, which knows nothing of this product but the SDL of its customers. */
export async function startLoyalty(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      const answer = await graphql({ schema, source: query, variableValues: variables ?? {} });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}
