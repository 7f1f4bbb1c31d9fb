/** Runs the hand-written endpoint as a separate process, on PORT, over UPSTREAM_URL. */
import { addressFromEnvironment, portFromEnvironment } from '../listen.ts';
import { startHandwritten } from './server.ts';

await startHandwritten(addressFromEnvironment('UPSTREAM_URL'), portFromEnvironment());
