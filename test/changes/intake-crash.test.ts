import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { startRealSystems, type RealSystems } from '../support/changes/real-systems.ts';
import { startProcess, type GatewayProcess } from '../support/gateway-process.ts';
import { until } from '../support/until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CUSTOMER = '29485';

let systems: RealSystems;

beforeAll(async () => {
  systems = await startRealSystems();
});
afterAll(() => systems[Symbol.asyncDispose]());

const child = (file: string, die: string) =>
  startProcess(ROOT, 'test/support/changes/intake-child.ts', {
    LOG_FILE: file,
    CRM_AT: systems.urls.crm,
    DIE: die,
  });
const rename = (phone: string) => systems.rest.ask('crm', `/customers/${CUSTOMER}`, 'PATCH', { phone });

/** Resolves when nobody listens there any more. */
const dead = ({ url }: GatewayProcess) =>
  until(async () => {
    await expect(fetch(url)).rejects.toThrow();
  });

/** What a log holds that no process has open. */
async function toldIn(file: string): Promise<readonly string[]> {
  const log = openSqliteLog({ file, maxEvents: 1_000, maxAgeMs: 86_400_000 });
  try {
    const events = await log.read(await log.oldest(), 1_000);
    return events.map(({ entity, id, fields }) => `${entity}:${id} ${fields.join()}`);
  } finally {
    await log.close();
  }
}

test.each([
  ['after it was put into the log, before the answer', 'after', 1],
  ['before it was put into the log', 'before', 0],
])('a process that is killed %s: the system sends again, and it is told once', async (_, die, before) => {
  const file = join(systems.folder, `${randomUUID()}.sqlite`);
  const first = await child(file, die);
  const { status } = await rename('555-0100');
  expect(status).toBe(200);
  await dead(first);
  expect(systems.hasDelivered('crm')).toBe(false);
  await first.kill();
  expect(await toldIn(file)).toHaveLength(before);

  const second = await child(file, 'never');
  await rename('555-0101');
  // The system sends in order, so the second has come only after the first was answered.
  await until(async () => expect(systems.hasDelivered('crm')).toBe(true));
  await second.kill();
  expect(await toldIn(file)).toEqual(Array.from({ length: 2 }, () => `Customer:${CUSTOMER} phone`));
});
