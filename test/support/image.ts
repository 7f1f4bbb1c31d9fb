import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One instruction of a Dockerfile. */
export interface Instruction {
  readonly does: string;
  readonly text: string;
}

/** A stage of a Dockerfile, by its name; the last one has none. */
export interface Stage {
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, with its continued lines joined. */
export function stagesOf(dockerfile: string): readonly Stage[] {
  const lines = dockerfile.replace(/^#.*$/gm, '').replace(/\\\n/g, ' ').split('\n');
  const stages: { name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, does = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (does === 'FROM') stages.push({ name: / AS (\w+)/.exec(text)?.[1] ?? null, instructions: [] });
    else if (does !== '') stages.at(-1)?.instructions.push({ does, text });
  }
  return stages;
}

/** What a stage copies, from the build context or from another stage. */
export function copiesOf({ instructions }: Stage): readonly {
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly to: string;
}[] {
  return instructions
    .filter(({ does }) => does === 'COPY')
    .map(({ text }) => {
      const words = text.split(/\s+/);
      const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
      const paths = words.filter((word) => !word.startsWith('--'));
      return { from, sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
    });
}

/** Copies like COPY: the content of a folder, or files into a folder. */
export function copy(root: string, sources: readonly string[], folder: string, to: string): void {
  for (const source of sources) {
    const isFolder = source.endsWith('/');
    const target = isFolder ? join(folder, to) : join(folder, to, basename(source));
    cpSync(join(root, source), target, { recursive: true });
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
}

/** Copies the installed packages that `npm ci --omit=dev --ignore-scripts` would install, and gives their number. */
export function installWithoutDev(root: string, folder: string): number {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const wanted = Object.entries(packages).filter(([path, { dev = false }]) => path !== '' && !dev);
  let installed = 0;
  for (const [path, { optional = false }] of wanted) {
    const from = join(root, path);
    if (optional && !existsSync(from)) continue;
    mkdirSync(join(folder, path), { recursive: true });
    // Node is part of the base image; nested packages are listed in the lock file themselves.
    const isOwn = (file: string) => !/\/node_modules(\/|$)|^\/bin\/node$/.test(file.slice(from.length));
    cpSync(from, join(folder, path), { recursive: true, filter: isOwn, dereference: false });
    installed += 1;
  }
  return installed;
}
