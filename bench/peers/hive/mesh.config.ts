/** Composes the benchmark's systems, from their OpenAPI document, into a supergraph: `npm run compose`. */
import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

export const composeConfig = defineConfig({
  output: 'supergraph.graphql',
  subgraphs: [
    {
      sourceHandler: loadOpenAPISubgraph('Systems', {
        source: './openapi.json',
        endpoint: '{env.UPSTREAM_URL}',
        operationHeaders: {
          authorization: 'Bearer bench',
          'x-api-key': 'bench',
        },
        // A read sent as POST is still a query.
        selectQueryOrMutationField: [{ type: 'Query', fieldName: 'readCustomers' }],
      }),
    },
  ],
});
