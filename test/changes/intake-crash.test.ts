import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LASTING, openLasting, type LogPlaces } from '../support/changes/lasting-logs.ts';
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

const child = (place: string, die: string) =>
  startProcess(ROOT, 'test/support/changes/intake-child.ts', {
    LOG_AT: place,
    CRM_AT: systems.urls.crm,
    DIE: die,
  });
const changePhone = (phone: string) => systems.rest.ask('crm', `/customers/${CUSTOMER}`, 'PATCH', { phone });

/** Resolves when nothing listens at its address any more. */
const untilDead = ({ url }: GatewayProcess) =>
  until(async () => {
    await expect(fetch(url)).rejects.toThrow();
  });

/** The events in a log whose processes have ended. */
async function eventsIn(place: string): Promise<readonly string[]> {
  const log = openLasting(place);
  try {
    const events = await log.read(await log.oldest(), 1_000);
    return events.map(({ entity, id, fields }) => `${entity}:${id} ${fields.join()}`);
  } finally {
    await log.close();
  }
}

describe.each(LASTING)('with the log in %s', (_kind, open) => {
  let places: LogPlaces;
  beforeAll(async () => {
    places = await open(systems.folder);
  });
  afterAll(() => places[Symbol.asyncDispose]());

  test.each([
    ['after recording it, before answering', 'after', 1],
    ['before recording it', 'before', 0],
  ])(
    'a webhook is sent again and recorded once when the gateway is killed %s',
    async (_when, die, before) => {
      const place = places.next();
      const first = await child(place, die);
      const { status } = await changePhone('555-0100');
      expect(status).toBe(200);
      await untilDead(first);
      expect(systems.hasDelivered('crm')).toBe(false);
      await first.kill();
      expect(await eventsIn(place)).toHaveLength(before);

      const second = await child(place, 'never');
      await changePhone('555-0101');
      // The system sends in order, so the second arrives only after the first was answered.
      await until(async () => expect(systems.hasDelivered('crm')).toBe(true), 60);
      await second.kill();
      expect(await eventsIn(place)).toEqual(Array.from({ length: 2 }, () => `Customer:${CUSTOMER} phone`));
    },
    120_000,
  );
});
