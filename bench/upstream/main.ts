/** Runs the upstream as a separate process, on PORT. */
import { portFromEnvironment } from '../listen.ts';
import { makeRows } from './rows.ts';
import { startUpstream } from './server.ts';

await startUpstream(makeRows(), portFromEnvironment());
