/**
 * Node keeps what it makes of the sources, which spares later starts a quarter of their work; where the folder cannot be written,
 * it does without. In JavaScript, and loaded before all else (`npm start`): then Node need not load what takes the types out of
 * TypeScript, which would stay in memory, some 14 MiB, though all that it ever made is kept.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/isthmus/', import.meta.url)));
