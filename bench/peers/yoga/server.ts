/** GraphQL Yoga with DataLoader, as its docs teach. MODE: cold; hot (its response cache). */
import { createServer } from 'node:http';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { contextOver, resolvers } from '../kit/resolvers.ts';
import { restOver, sendByFetch } from '../kit/rest.ts';
import { typeDefs } from '../kit/schema.ts';

const { UPSTREAM_URL = '', PORT = '0', MODE = 'cold' } = process.env;
const rest = restOver(sendByFetch(UPSTREAM_URL));
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: () => contextOver(rest, DataLoader),
  graphiql: false,
  landingPage: false,
  logging: false,
  plugins: MODE === 'hot' ? [useResponseCache({ session: () => null, ttl: 300_000 })] : [],
});
createServer(yoga).listen(Number(PORT), '127.0.0.1');
