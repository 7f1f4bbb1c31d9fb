import { existsSync, readdirSync } from 'node:fs';

const systems = readdirSync('datasources').filter((name) => existsSync(`datasources/${name}/system.ts`));
const domains = readdirSync('schema')
  .map((file) => file.replace(/\.graphql$/, ''))
  .filter((name) => name !== 'common');

/**
 * The one direction of imports (docs/architecture.md): server -> resolvers -> datasources. Each rule says what
 * to do instead. @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other belong together, or a third holds what both need.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'services-are-strangers',
      comment:
        'The embedded systems are reached over HTTP only, as a customer’s own would be. Ask them by REST.',
      severity: 'error',
      from: { path: '^(server|resolvers|datasources|changes|console)/' },
      to: { path: '^services/' },
    },
    {
      name: 'services-know-nobody',
      comment: 'The embedded systems share no code with the gateway. Copy the idea, not the import.',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(server|resolvers|datasources|changes|console|scripts|test)/' },
    },
    {
      name: 'datasources-know-no-graphql',
      comment: 'Data sources speak REST and domain models. What GraphQL needs is made of that in resolvers/.',
      severity: 'error',
      from: { path: '^datasources/' },
      to: { path: '^(server|resolvers)/|node_modules/(graphql|@apollo|@graphql-tools|fastify)/' },
    },
    {
      name: 'changes-know-no-graphql',
      comment:
        'The change log and what follows it know data sources, and neither GraphQL nor HTTP servers. What is asked of them comes from server/.',
      severity: 'error',
      from: { path: '^changes/' },
      to: {
        path: '^(server|resolvers|services)/|node_modules/(graphql|@apollo|@graphql-tools|fastify|graphql-ws|graphql-sse|ws)/',
      },
    },
    {
      name: 'datasources-know-no-log',
      comment: 'Data sources say what changed; who records it and who is told is for changes/ to know.',
      severity: 'error',
      from: { path: '^(datasources|resolvers)/' },
      to: { path: '^changes/' },
    },
    {
      name: 'telemetry-is-in-one-room',
      comment:
        'Libraries of telemetry are for server/telemetry alone, which is loaded where a setting asks for it. Tell what goes on by a channel (datasources/channels.ts).',
      severity: 'error',
      from: { path: '^(server|resolvers|datasources|changes)/', pathNot: '^server/telemetry/' },
      to: { path: 'node_modules/(@opentelemetry|prom-client)/' },
    },
    {
      name: 'systems-do-not-know-each-other',
      comment: 'What spans two systems is a resolver’s work: it uses both data sources.',
      severity: 'error',
      from: { path: `^datasources/(${systems.join('|')})/` },
      to: { path: `^datasources/(${systems.join('|')})/`, pathNot: '^datasources/$1/' },
    },
    {
      name: 'resolvers-know-no-transport',
      comment:
        'Resolvers know no HTTP, no Redis and no URL: use context.use(system), or put it into its data source.',
      severity: 'error',
      from: { path: '^resolvers/' },
      to: {
        path: '^server/|node_modules/(undici|ioredis|fastify|ws|graphql-ws|graphql-sse)/|^(node:)?https?$',
      },
    },
    {
      name: 'domains-do-not-know-each-other',
      comment:
        'A domain holds references to the entities of others, and their data sources; never their resolvers.',
      severity: 'error',
      from: {
        path: `^resolvers/(${domains.join('|')})[./]`,
      },
      to: {
        path: `^resolvers/(${domains.join('|')})[./]`,
        pathNot: '^resolvers/$1[./]',
      },
    },
    {
      name: 'nothing-imports-tests-or-scripts',
      comment: 'Tests and scripts stand outside. Move what is needed inside to where it belongs.',
      severity: 'error',
      from: { path: '^(server|resolvers|datasources|changes|services|console)/' },
      to: { path: '^(test|scripts|bench)/', pathNot: '^scripts/build-console' },
    },
    {
      name: 'the-benchmark-is-a-stranger',
      comment:
        'The benchmark starts the product as a user does and asks it over HTTP. It knows settings and the wire types of contracts, no code. What measures a part alone (execution, conditional requests, the log) takes that part.',
      severity: 'error',
      from: { path: '^bench/', pathNot: '^bench/(execution|conditional|changes/eviction)\\.ts$' },
      to: {
        path: '^(server|resolvers|datasources|changes|services|console|scripts|test)/',
        pathNot: '/generated/wire',
      },
    },
    {
      name: 'integrations-are-strangers',
      comment:
        'A worked integration is a service of its own, as a company would write it: it knows the graph by GraphQL, and takes what it shares with others from examples/kit.',
      severity: 'error',
      from: { path: '^examples/(?!loyalty/)' },
      to: { path: '^(server|resolvers|datasources|changes|services|console|scripts|test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
