/** Where the process begins: see command.ts. */
import './compile-cache.js';

// Not before: what is imported above is compiled before anything runs.
await import('./command.ts');
