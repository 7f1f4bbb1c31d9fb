import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { InputError } from '../../datasources/errors.ts';
import type { Id } from '../../datasources/ids.ts';
import type { Page, PageRequest } from '../../datasources/load/page.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../../datasources/load/cursor.ts';
import { Connection, pageOf, type PageArgs } from '../connection.ts';
import type { Context } from '../context.ts';
import type { Domain } from '../domain.ts';
import type {
  DiscrepancyFilter,
  DiscrepancyKind,
  InputMaybe,
  QueryDiscrepanciesArgs,
} from '../generated/types.ts';
import { parseOptionalId } from '../global-id.ts';
import { anyOf } from '../input.ts';
import { withDryRun } from '../dry-run.ts';
import { compare, type Discrepancy } from './compare.ts';
import { scan, type ScanRange } from './scan.ts';

/** An order number, limited to integers that are exact. */
const NUMBER = /^[1-9]\d{0,14}$/;

/** Where shop and ledger disagree, which no single system can answer. Owns nothing. */
export const reconciliation: Domain = {
  systems: [commerce, accounting],
  entities: {},
  resolvers: {
    Query: {
      // The number of blocks that differ is only known from the control totals.
      discrepancies: withDryRun(all, { steps: [all], isOpenEnded: true }),
    },
    Order: {
      discrepancies: async ({ id }, _args, context) => {
        const [order, invoices] = await Promise.all([
          context.use(commerce).orders.byId.load(id),
          context.use(accounting).invoices.ofOrder(id),
        ]);
        return compare(id, order, invoices);
      },
    },
  },
};

/** Query.discrepancies. */
function all(_: unknown, args: PageArgs & Pick<QueryDiscrepanciesArgs, 'filter'>, context: Context) {
  const request = pageOf(args, context);
  const wanted = wantedOf(args.filter);
  return new Connection(
    () => pageFrom(context, wanted, request),
    async () => (await collect(context, wanted, { order: null, place: 0 }, Infinity)).length,
  );
}

/** Which discrepancies to look for. */
interface Wanted extends ScanRange {
  readonly kinds: readonly DiscrepancyKind[] | null;
}

/** Throws InputError for a filter that nothing passes: an empty answer would say that the books agree. */
function wantedOf(filter: InputMaybe<DiscrepancyFilter> | undefined): Wanted {
  const kinds = anyOf('kinds', filter?.kinds, (kind) => kind);
  const from = numberOf(parseOptionalId('Order', filter?.fromOrder));
  const to = numberOf(parseOptionalId('Order', filter?.toOrder));
  if (from === null || to === null || from <= to) return { kinds, from, to };
  throw new InputError(`"fromOrder" must not be after "toOrder", got order:${from} and order:${to}.`);
}

/** The discrepancy after which a page starts: the `place`-th one of an order. */
interface Position {
  readonly order: string | null;
  readonly place: number;
}

async function pageFrom(context: Context, wanted: Wanted, request: PageRequest): Promise<Page<Discrepancy>> {
  const found = await collect(context, wanted, positionOf(request.after), request.first + 1);
  const items = found.slice(0, request.first);
  return {
    items: items.map(({ discrepancy }) => discrepancy),
    hasNext: found.length > items.length,
    hasPrevious: request.after !== null,
    cursors: {
      is: 'listed',
      cursors: items.map(({ position }) => encodeCursor('discrepancy', position.order, position.place)),
    },
  };
}

async function collect(
  context: Context,
  { kinds, from, to }: Wanted,
  after: Position,
  count: number,
): Promise<readonly { readonly discrepancy: Discrepancy; readonly position: Position }[]> {
  const found: { readonly discrepancy: Discrepancy; readonly position: Position }[] = [];
  let position: Position = { order: null, place: 0 };
  const range = { from: Math.max(from ?? 1, Number(after.order ?? 1)), to };
  for await (const discrepancy of scan(context, range)) {
    const order = String(discrepancy.order.id);
    position = { order, place: order === position.order ? position.place + 1 : 0 };
    if (order === after.order && position.place <= after.place) continue;
    if (kinds && !kinds.includes(discrepancy.kind)) continue;
    found.push({ discrepancy, position });
    if (found.length === count) break;
  }
  return found;
}

function numberOf(id: Id<'Order'> | null): number | null {
  if (id === null) return null;
  if (NUMBER.test(id)) return Number(id);
  throw new InputError(
    `Expected the global id of an Order, such as "order:43697", got "order:${id.slice(0, 60)}".`,
  );
}

function positionOf(cursor: string | null): Position {
  if (cursor === null) return { order: null, place: 0 };
  const [order, place] = decodeCursor('discrepancy', cursor);
  if (typeof order === 'string' && NUMBER.test(order) && typeof place === 'number') return { order, place };
  throw invalidCursor(cursor);
}
