import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** The gateway and its packages in one file. */
export const BUNDLE = new URL('dist/gateway.js', ROOT);
/** What the bundle was made of: the paths of the files below the project's folder, and their digest. */
export const SOURCES = new URL('dist/gateway.sources.json', ROOT);

/**
 * The SHA-256 of files, in hexadecimal.
 * @param {readonly string[]} files their paths below the project's folder, `/` between folders
 * @returns {string}
 */
export function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(new URL(file, ROOT)));
  return hash.digest('hex');
}

/**
 * Whether there is a bundle, and it was made of the files as they are now: some 20 ms for all of them.
 * @returns {boolean}
 */
export function isCurrent() {
  try {
    const { files, digest } = JSON.parse(readFileSync(SOURCES, 'utf8'));
    return digestOf(files) === digest;
  } catch {
    return false;
  }
}
