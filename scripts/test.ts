/**
 * Runs the tests: `npm test`, or `npm test -- <arguments of vitest run>`. They use a real Redis and a real browser
 * from Debian's packages, which are installed first if they are missing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ensurePackages, thisMachine } from './debian.ts';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const PACKAGES = ['redis-server', 'chromium'];

const remedy = ensurePackages(PACKAGES, thisMachine);
if (remedy === null) {
  const vitest = spawn(process.execPath, [VITEST, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
  const [code] = (await once(vitest, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} else {
  console.error(
    `The tests use ${PACKAGES.join(' and ')}, which could not be installed from here. Run:\n  ${remedy}`,
  );
  process.exitCode = 1;
}
