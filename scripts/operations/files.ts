import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CommandError } from '../command/command.ts';
import { hashOf } from '../../server/safe-list/record.ts';

/** A document, and the file it was found in. */
export interface FoundDocument {
  readonly where: string;
  readonly text: string;
}

/** Reads the documents in files: GraphQL, or manifests (`.json`), given by names or patterns. Throws CommandError. */
export async function documentsIn(patterns: readonly string[]): Promise<readonly FoundDocument[]> {
  const files = new Set(patterns.flatMap(filesOf));
  const found = await Promise.all([...files].map(read));
  if (found.flat().length === 0) throw new CommandError('There is no document in these files.');
  return found.flat();
}

/** A pattern is expanded here, because to most shells `**` is no more than `*`. */
function filesOf(pattern: string): readonly string[] {
  const files = existsSync(pattern) ? [pattern] : globSync(pattern).sort();
  if (files.length === 0) throw new CommandError(`There is no file ${pattern}.`);
  return files;
}

async function read(file: string): Promise<readonly FoundDocument[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read.`, { cause });
  });
  if (!file.endsWith('.json')) return [{ where: file, text }];
  try {
    return manifestIn(JSON.parse(text)).map(([id, document]) => {
      const where = `${file}, ${id}`;
      if (hashOf(document) === id) return { where, text: document };
      throw new CommandError(`${where}: its id is not the SHA-256 of its text, ${hashOf(document)}.`);
    });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `${file} is not a manifest of operations: expected Apollo's format, or an object of documents by their SHA-256.`,
    );
  }
}

/** Ids and documents in Apollo's manifest (format `apollo-persisted-query-manifest`, version 1) or in an object. Throws TypeError. */
function manifestIn(manifest: unknown): readonly (readonly [string, string])[] {
  const { operations } = manifest as { operations?: unknown };
  const entries = Array.isArray(operations)
    ? operations.map(
        (item: unknown) => [(item as { id: unknown }).id, (item as { body: unknown }).body] as const,
      )
    : Object.entries(manifest as object);
  return entries.map(([id, body]: readonly [unknown, unknown]) => {
    if (typeof id === 'string' && typeof body === 'string') return [id, body];
    throw new TypeError('expected an id and a text');
  });
}
