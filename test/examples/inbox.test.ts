import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Inbox } from '../../examples/webhook-receiver/inbox.ts';
import { temporaryFolder } from './support.ts';

beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue(undefined));
afterEach(() => void vi.restoreAllMocks());

const forever = new AbortController().signal;

test('a message whose handling fails is handled again, before those after it', async () => {
  using folder = temporaryFolder();
  using inbox = new Inbox(join(folder.path, 'inbox.sqlite'));
  for (const id of ['1', '2']) inbox.take({ id, body: '{}' });
  const handled: string[] = [];
  await inbox.work(async ({ id }) => {
    handled.push(id);
    if (handled.length === 1) throw new Error('The graph is restarting.');
  }, forever);
  expect(handled).toEqual(['1', '1', '2']);
});

test('a message whose handling fails is kept when the receiver stops', async () => {
  using folder = temporaryFolder();
  using inbox = new Inbox(join(folder.path, 'inbox.sqlite'));
  inbox.take({ id: '1', body: '{}' });
  const stop = new AbortController();
  await inbox.work(async () => {
    stop.abort();
    throw new Error('The graph is down.');
  }, stop.signal);
  const handled: string[] = [];
  await inbox.work(async ({ id }) => void handled.push(id), forever);
  expect(handled).toEqual(['1']);
});
