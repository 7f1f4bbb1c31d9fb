import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProductProcess, type Ended } from '../support/process.ts';

/** A worked integration as a user starts it, by its name. */
export class ExampleProcess extends ProductProcess {
  constructor(name: string, env: Record<string, string>) {
    super(env, [], `examples/${name}/main.ts`);
  }

  /** Ends it as a crash would: at once, without any goodbye. */
  async kill(): Promise<Ended> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

/** A folder for a test, which goes with it. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'isthmus-example-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
