/**
 * Copies the OpenAPI documents that the embedded systems serve into the data sources, as
 * `datasources/<system>/contract.json`, and generates wire types from them with openapi-typescript.
 * Usage: node scripts/contracts.ts [--check]   (--check writes nothing and fails if a file is stale)
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import openapi, { astToString, type OpenAPI3 } from 'openapi-typescript';

const SYSTEMS = ['crm', 'commerce', 'erp', 'accounting'];
const check = process.argv.includes('--check');
const stale: string[] = [];

async function put(file: string, content: string): Promise<void> {
  const current = await readFile(file, 'utf8').catch(() => null);
  if (current === content) return;
  stale.push(file);
  if (!check) await writeFile(file, content);
}

// The systems refuse a database of an earlier layout, and its contents do not matter here.
await rm('var/contracts', { recursive: true, force: true });
const ports = SYSTEMS.flatMap((name) => [`--${name}`, '0']);
const services = fork('services/main.ts', ['--data', 'var/contracts', ...ports]);
try {
  const urls = await new Promise<Record<string, string>>((resolve, reject) => {
    services.on(
      'message',
      (message: { type: string; message?: string; systems?: Record<string, string> }) => {
        if (message.systems) resolve(message.systems);
        if (message.type === 'failed') reject(new Error(message.message));
      },
    );
    services.once('exit', (code) => reject(new Error(`The embedded systems exited with code ${code}.`)));
  });
  for (const [name, url] of Object.entries(urls)) {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPI3;
    const folder = `datasources/${name}`;
    await mkdir(`${folder}/generated`, { recursive: true });
    await put(`${folder}/contract.json`, `${JSON.stringify(document, null, 2)}\n`);
    const types = astToString(await openapi(document, { immutable: true }));
    await put(
      `${folder}/generated/wire.ts`,
      `/* Made from contract.json by \`npm run generate\`. */\n${types}`,
    );
  }
} finally {
  if (services.exitCode === null) {
    services.disconnect();
    await once(services, 'exit');
  }
}
for (const file of stale) console.log(check ? `stale: ${file}` : `written: ${file}`);
if (check && stale.length > 0) {
  console.error('These files do not match the systems. Run `npm run generate` and commit the result.');
  process.exitCode = 1;
}
