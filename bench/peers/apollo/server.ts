/**
 * Apollo Server with DataLoader, as its docs teach. MODE: cold; warm (REST answers cached for as long as their Cache-Control says, by
 * RESTDataSource); hot (the response cache plugin).
 */
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { startStandaloneServer } from '@apollo/server/standalone';
import responseCache from '@apollo/server-plugin-response-cache';
import { RESTDataSource } from '@apollo/datasource-rest';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import DataLoader from 'dataloader';
import { contextOver, resolvers, type Context } from '../kit/resolvers.ts';
import { restOver, sendByFetch, type Send } from '../kit/rest.ts';
import { typeDefs } from '../kit/schema.ts';

const { UPSTREAM_URL = '', PORT = '0', MODE = 'cold' } = process.env;

class Systems extends RESTDataSource {
  override baseURL = UPSTREAM_URL;
  readonly send: Send = (path, headers, body) =>
    body
      ? this.post(path, { headers, body })
      : this.get(path, { headers, httpCacheSemanticsCachePolicyOptions: { shared: false } });
}

const server = new ApolloServer<Context>({
  typeDefs,
  resolvers,
  plugins: MODE === 'hot' ? [ApolloServerPluginCacheControl({ defaultMaxAge: 300 }), responseCache()] : [],
});
const cache = new InMemoryLRUCache({ maxSize: 512 * 2 ** 20 });
// Without its cache RESTDataSource costs more than fetch, so cold uses fetch.
const rest = restOver(sendByFetch(UPSTREAM_URL));
await startStandaloneServer(server, {
  listen: { port: Number(PORT), host: '127.0.0.1' },
  context: async () =>
    contextOver(MODE === 'warm' ? restOver(new Systems({ cache }).send) : rest, DataLoader),
});
