import { expect, test } from 'vitest';
import { banner } from '../server/start/banner.ts';

const STARTED = {
  url: 'http://127.0.0.1:4000',
  systems: {},
  isOpen: true,
  isListed: false,
  startedInMs: 1_234,
};

test('the banner names what can be tried, and nothing that the safe list refuses', () => {
  const open = banner(STARTED);
  expect(open).toContain('  playground  http://127.0.0.1:4000/\n');
  expect(open).toContain('Try it:\n  curl -s http://127.0.0.1:4000/graphql');
  const listed = banner({ ...STARTED, isListed: true });
  expect(listed).toContain('  graph       http://127.0.0.1:4000/graphql  (HTTP, WebSocket, SSE)\n');
  expect(listed).toContain('only published operations are answered');
  expect(listed).not.toMatch(/playground|curl/);
});
