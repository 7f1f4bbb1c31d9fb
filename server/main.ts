/**
 * Where the process begins: see command.ts. Node keeps what it makes of the sources, which spares later starts a quarter of
 * their work; where the folder cannot be written, it does without.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/isthmus/', import.meta.url)));
await import('./command.ts');
