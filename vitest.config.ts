import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node takes graphql's CommonJS build and Vite its ES modules: two GraphQLError classes unless both agree.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.{test,property.test,e2e.test}.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // What takes a moment may take many on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
