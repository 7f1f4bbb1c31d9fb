import type { Result, Run } from './run.ts';
import { errorsIn } from '../errors.ts';
import { isRecord, tablesOf, type Table } from '../table/flatten.ts';

/**
 * The events of a subscription as tables, as if they were a list under the name of its field, newest first: `receivedAt` (ISO 8601),
 * `kind` and `entityId` before the rest, and `errors` where there are some. Lists within events are tables of their own.
 */
export function eventTables({ results }: Run): readonly Table[] {
  const field = results.map(fieldOf).find((name) => name !== undefined) ?? 'events';
  return tablesOf({ [field]: results.map(eventOf) });
}

/** The rows of lists within an event are known by the event: the same result gives the same one. */
const events = new WeakMap<Result, object>();

function eventOf(result: Result): object {
  const event = events.get(result) ?? read(result);
  events.set(result, event);
  return event;
}

function read(result: Result): object {
  const payload = payloadOf(result);
  const event = isRecord(payload) ? payload : payload === undefined ? {} : { value: payload };
  const errors = errorsIn(result.value);
  return {
    receivedAt: result.at.toISOString(),
    ...first('kind', event),
    ...first('entityId', event),
    ...event,
    ...(errors.length > 0 ? { errors } : {}),
  };
}

function first(name: string, event: object): object {
  return Object.fromEntries(Object.entries(event).filter(([field]) => field === name));
}

/** A subscription has one field, and its value is the event. */
function payloadOf({ value }: Result): unknown {
  return Object.values(dataOf(value))[0] ?? undefined;
}

function fieldOf({ value }: Result): string | undefined {
  return Object.keys(dataOf(value))[0];
}

function dataOf(value: unknown): Record<string, unknown> {
  const data = isRecord(value) ? value['data'] : undefined;
  return isRecord(data) ? data : {};
}
