/** The entry point of the process: see command.ts. */
import './compile-cache.js';

// A dynamic import, because static imports are all compiled before any of them runs.
await import('./command.ts');
