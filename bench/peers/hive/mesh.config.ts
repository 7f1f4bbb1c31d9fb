/** Composes the systems of the benchmark, by their OpenAPI document, into a supergraph: `npm run compose`. */
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
        // A read that travels as POST is a query all the same.
        selectQueryOrMutationField: [{ type: 'Query', fieldName: 'readCustomers' }],
      }),
    },
  ],
});
