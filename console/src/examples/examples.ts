import { parseExample, type Example } from './parse.ts';

const queries = import.meta.glob<string>('../../examples/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const variables = import.meta.glob<string>('../../examples/*.variables.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** All examples in the order of their file names. */
export const examples: readonly Example[] = Object.entries(queries)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([path, query]) =>
    parseExample(query, variables[path.replace(/\.graphql$/, '.variables.json')] ?? null),
  );
