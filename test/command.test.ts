import { expect, test } from 'vitest';
import { runScript } from './support/command.ts';
import { answering, FaultServer } from './support/fault-server.ts';

test('a command says what came instead of JSON', async () => {
  await using proxy = await FaultServer.start();
  proxy.always(answering(502, '<h1>Bad\ngateway</h1>'));
  expect(await runScript('cache', ['stats', '--url', proxy.url])).toEqual({
    code: 1,
    stdout: '',
    stderr: `Expected JSON from ${proxy.url}, but it answered 502 Bad Gateway: <h1>Bad gateway</h1>\n`,
  });
});
