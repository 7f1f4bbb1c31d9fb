/**
 * A replica in its own process, whose clock is off by SHIFT_MS. It prints its URL, and shuts down on SIGTERM.
 */
const shiftMs = Number(process.env['SHIFT_MS'] ?? 0);
if (shiftMs !== 0) shiftClock(shiftMs);
// Imported only now, so that modules that read the clock while loading see the shifted one.
const [domains, { readConfig }, { startGateway }, { buildGraph, systemsOf }, { createLog }] =
  await Promise.all([
    import('../../../resolvers/domains.ts'),
    import('../../../server/config.ts'),
    import('../../../server/gateway.ts'),
    import('../../../server/graph.ts'),
    import('../../../server/log.ts'),
  ]);
const config = readConfig(process.env, systemsOf(domains));
const log = createLog({ level: config.logLevel, pretty: false });
const gateway = await startGateway({ config, domains, schema: buildGraph(domains), log });
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
console.log(gateway.url);

function shiftClock(ms: number): void {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...args: unknown[]) {
      if (args.length === 0) super(Real.now() + ms);
      else super(...(args as [number]));
    }

    static override now(): number {
      return Real.now() + ms;
    }
  } as DateConstructor;
}
