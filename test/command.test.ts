import { describe, expect, test } from 'vitest';
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

describe('a command says in one line which option is wrong', () => {
  const lifetime = (days: string) =>
    `--days is the lifetime, a whole number of days from 1 to 99999, got "${days}".\n`;
  test.each([
    [['--days', '-1'], lifetime('-1')],
    [['--days=-1'], lifetime('-1')],
    [['--days', '0'], lifetime('0')],
    [['--days', '1.5'], lifetime('1.5')],
    [['--days', '9'.repeat(12)], lifetime('9'.repeat(12))],
    [['--days', '--scope'], expect.stringMatching(/^Option '--days' argument is ambiguous\..*\n$/) as string],
    [['--dais', '1'], expect.stringMatching(/^Unknown option '--dais'.*\n$/) as string],
  ])('keys create %j', async (given, stderr) => {
    expect(await runScript('keys', ['create', '--name', 'b', ...given])).toEqual({
      code: 1,
      stdout: '',
      stderr,
    });
  });

  test('keys rotate with a negative time', async () => {
    const { stderr } = await runScript('keys', ['rotate', 'x', '--grace-hours', '-1']);
    expect(stderr).toBe('--grace-hours is a number of hours from 0 to 720, got "-1".\n');
  });
});
