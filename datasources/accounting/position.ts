import type { Place } from './modified.ts';
import { isRecord } from '../is-record.ts';
import { parseJson } from '../parse-json.ts';

/** The last moment that a Date can hold (ECMA-262, 21.4.1.1). */
const LAST_TIME = 8.64e15;

/** How far each list has been reported, by its name. */
export type Places = Readonly<Record<string, Place>>;

/** Encodes the places as a position: `{"Invoices":[1402012800000,{"INV-75123":1402012800000}]}`. */
export function positionOf(places: Places): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(places).map(([name, { since, reported }]) => [
        name,
        [since, Object.fromEntries(reported)],
      ]),
    ),
  );
}

/** Decodes the places of the lists with these names; null if the position does not have them, as after a change of its format. */
export function placesIn(position: string, names: readonly string[]): Places | null {
  const lists = parseJson(position);
  if (!isRecord(lists)) return null;
  const places = names.map((name) => [name, placeIn(lists[name])] as const);
  const known = places.flatMap(([name, place]) => (place ? [[name, place] as const] : []));
  return known.length === names.length ? Object.fromEntries(known) : null;
}

function placeIn(list: unknown): Place | null {
  const [since, reported] = Array.isArray(list) ? (list as unknown[]) : [];
  if (typeof since !== 'number' || Math.abs(since) > LAST_TIME || !isRecord(reported)) return null;
  const times = Object.entries(reported).flatMap(([id, at]) =>
    typeof at === 'number' ? [[id, at] as const] : [],
  );
  return { since, reported: new Map(times) };
}
