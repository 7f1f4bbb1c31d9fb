import { createService } from '../kit/app.ts';
import { sameSecret } from '../kit/secret.ts';
import type { SystemDefinition } from '../kit/system.ts';
import { refuseUnknownParameters } from './odata/options.ts';
import { addChanges } from './routes/changes.ts';
import { addItems } from './routes/items.ts';
import { addLocations } from './routes/locations.ts';
import { addOpenSupply } from './routes/open-supply.ts';
import { addPurchaseOrders } from './routes/purchase-orders.ts';
import { addReports } from './routes/reports.ts';
import { addReservations } from './routes/reservations.ts';
import { addStockLevels } from './routes/stock-levels.ts';
import { addStockMoves } from './routes/stock-moves.ts';
import { addSupplierItems } from './routes/supplier-items.ts';
import { addSuppliers } from './routes/suppliers.ts';
import { ANSWERS } from './schemas/answers.ts';
import { ENTITIES } from './schemas/entities.ts';
import { WRITES } from './schemas/writes.ts';
import { plan } from './seed.ts';

const RESOURCES = [
  addItems,
  addStockLevels,
  addLocations,
  addSuppliers,
  addSupplierItems,
  addPurchaseOrders,
  addOpenSupply,
  addReports,
  addStockMoves,
  addReservations,
  addChanges,
];

/**
 * The ERP: items, stock, suppliers and purchase orders under `/odata/v4`. It accepts the user `ERP_USER`
 * (default `isthmus`) with `ERP_PASSWORD` (default `local-erp-password`) by HTTP Basic.
 */
export const erp: SystemDefinition = {
  name: 'erp',
  plan,
  serve: async (db, switches, env) => {
    const identity = `${env['ERP_USER'] ?? 'isthmus'}:${env['ERP_PASSWORD'] ?? 'local-erp-password'}`;
    const app = await createService({
      title: 'ERP',
      description: 'Items, stock by location, suppliers and purchase orders of the plant.',
      switches,
      security: { type: 'http', scheme: 'basic' },
      authenticate: ({ headers }) => sameSecret(basicIdentity(headers.authorization), identity),
      challenge: 'Basic realm="ERP", charset="UTF-8"',
      components: [...ENTITIES, ...ANSWERS, ...WRITES],
    });
    await app.register(
      async (scope) => {
        scope.addHook('preValidation', refuseUnknownParameters);
        for (const add of RESOURCES) add(scope, db);
      },
      { prefix: '/odata/v4' },
    );
    return app;
  },
};

/** `user:password` of an `Authorization: Basic` header (RFC 7617); undefined if it is something else. */
function basicIdentity(header: string | undefined): string | undefined {
  const credentials = /^Basic +(\S+)$/i.exec(header ?? '')?.[1];
  return credentials && Buffer.from(credentials, 'base64').toString();
}
