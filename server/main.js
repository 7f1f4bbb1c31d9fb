/**
 * The entry point of the process: see command.ts. It runs the bundle if there is one of these very sources, which takes half the time to
 * start (scripts/build-gateway.ts), and otherwise the sources themselves. This file is JavaScript: then Node need not load its type stripper
 * for TypeScript, which would stay in memory, some 14 MiB, although all of its output is cached.
 */
import './compile-cache.js';
import { BUNDLE, isCurrent } from './start/bundle.js';

// Dynamic imports, because static ones are all compiled before any of them runs.
await import(isCurrent() ? BUNDLE.href : './command.ts');
