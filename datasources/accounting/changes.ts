import type { ChangeFeed, ChangeSource, ReportedChange, ChangeReport } from '../changes.ts';
import { idOf, type Id } from '../ids.ts';
import { ownersIn, type Owners } from '../owners.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import type { Shared } from '../scope.ts';
import { ModifiedList, type ModifiedListSpec, type ModifiedRow } from './modified-list.ts';
import type { Dated, Place } from './modified.ts';
import { placesIn, positionOf, type Places } from './position.ts';
import { BASE, contract, type Schemas } from './wire/contract.ts';

const checkInvoice = contract.check('Invoice');
const checkPayment = contract.check('Payment');

/** For changes at the same instant, invoices are reported first: a payment comes with the change of its own invoice. */
const LISTS: readonly ModifiedListSpec[] = [
  {
    name: 'Invoices',
    entity: 'Invoice',
    idField: 'InvoiceID',
    // Neither ever changes: an invoice billed to the wrong customer is voided and reissued.
    toRow: (payload) => {
      const wire = checkInvoice(payload, `${BASE}/Invoices`);
      const order = wire.OrderID === null ? {} : { Order: wire.OrderID };
      return rowOf(wire, { Customer: wire.ContactID, ...order });
    },
  },
  {
    name: 'Payments',
    entity: 'Payment',
    idField: 'PaymentID',
    toRow: (payload) => {
      const wire = checkPayment(payload, `${BASE}/Payments`);
      return rowOf(wire, { Customer: wire.ContactID, Invoice: wire.InvoiceID });
    },
  },
];

/**
 * How the accounting system reports changes: its lists of invoices and payments are polled for changes since a time. Several changes
 * between two polls are reported once, with the latest state.
 */
export function accountingChanges(client: RestClient): ChangeSource {
  return {
    feed: modifiedFeed(LISTS.map((spec) => new ModifiedList(client, spec))),
    read: () => null,
    ownersOf: async (entity, ids, call) => {
      const spec = LISTS.find((list) => list.entity === entity);
      return spec ? ownersOf(client, spec, ids.map(idOf), call) : new Map();
    },
  };
}

function modifiedFeed(lists: readonly ModifiedList[]): ChangeFeed {
  const newest = async (call: Shared): Promise<string> => {
    const places = lists.map(async (list) => [list.name, await list.newest(call)] as const);
    return positionOf(Object.fromEntries(await Promise.all(places)));
  };
  return {
    newest,
    after: async (position, call) => {
      const places = placesIn(
        position,
        lists.map(({ name }) => name),
      );
      if (places) return changesAfter(lists, position, places, call);
      return { changes: [], position: await newest(call), hasMore: false, missed: true };
    },
  };
}

async function changesAfter(
  lists: readonly ModifiedList[],
  position: string,
  places: Places,
  call: Shared,
): Promise<ChangeReport> {
  const steps = await Promise.all(
    lists.map(async (list) => {
      const place = places[list.name] ?? START;
      return { list, place, step: await list.step(place, call) };
    }),
  );
  const reported = steps
    .flatMap(({ list, place, step }) =>
      step.rows.map((row) => ({ at: row.at, ...changesOfRow(list, row, place) })),
    )
    .sort((one, other) => one.at - other.at);
  const hasMore = steps.some(({ step }) => step.hasMore);
  const after = Object.fromEntries(steps.map(({ list, step }) => [list.name, step.place]));
  return {
    changes: reported.flatMap(({ changes }) => changes),
    position: reported.length > 0 || hasMore ? positionOf(after) : position,
    hasMore,
    missed: reported.some(({ missed }) => missed),
  };
}

const START: Place = { since: 0, reported: new Map() };

/** A row that breaks the contract must not block all later ones: it is skipped, and counts as missed. */
function changesOfRow(
  list: ModifiedList,
  row: Dated<unknown>,
  place: Place,
): { readonly changes: readonly ReportedChange[]; readonly missed: boolean } {
  try {
    return { changes: list.changesOf(row, place), missed: false };
  } catch (error) {
    if (error instanceof ContractError) return { changes: [], missed: true };
    throw error;
  }
}

async function ownersOf(
  client: RestClient,
  { name, idField, toRow }: ModifiedListSpec,
  ids: readonly Id<string>[],
  call: Shared,
): Promise<ReadonlyMap<string, Owners>> {
  const possible = ids.filter((id) => /^[A-Z]{3}-[1-9]\d{0,14}$/.test(id));
  if (possible.length === 0) return new Map();
  const path = `${BASE}/${name}`;
  const found = await inChunks(possible, client.maxBatch, async (some) => {
    const { body } = await client.get(path, { IDs: some, pageSize: client.maxBatch }, call);
    return alignById(contract.rows(body, name, path), idField, (payload) => ({
      ...toRow(payload),
      id: idOf<string>(String((payload as Readonly<Record<string, unknown>>)[idField])),
    }));
  });
  return ownersIn(found, ({ owners }) => owners);
}

function rowOf(
  wire: Pick<Schemas['Invoice'], 'UpdatedAt' | 'CreatedAt' | 'CreatedByRequest' | 'UpdatedByRequest'>,
  owners: Owners,
): ModifiedRow {
  const { UpdatedAt: updatedAt, CreatedAt: createdAt, CreatedByRequest, UpdatedByRequest } = wire;
  return {
    owners,
    updatedAt,
    createdAt,
    createdBy: CreatedByRequest ?? null,
    updatedBy: UpdatedByRequest ?? null,
  };
}
