import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProductProcess, type Ended } from '../support/process.ts';

/** A process of one of the examples, started as a user would start it. */
export class ExampleProcess extends ProductProcess {
  constructor(name: string, env: Record<string, string>) {
    super(env, [], `examples/${name}/main.ts`);
  }

  /** Kills the process with SIGKILL, as a crash would end it. */
  async kill(): Promise<Ended> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

/** A temporary folder, deleted when it is disposed of. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'isthmus-example-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
