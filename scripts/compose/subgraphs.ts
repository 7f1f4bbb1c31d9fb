import { readFile } from 'node:fs/promises';
import { parse, Source, type DocumentNode } from 'graphql';
import { subgraphSdl, federatedOf, type Domains } from '../../server/graph.ts';
import { urlOf } from '../../server/graph/subgraph.ts';

/** A subgraph to compose; a gateway will reach it at `url`. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

/** An argument is invalid, or a subgraph's SDL cannot be obtained; the message says what to do. */
export class SubgraphError extends Error {
  override readonly name = 'SubgraphError';
}

const FETCH_TIMEOUT_MS = 10_000;

/** The product's own domains, each at its default URL or at the one that a `name=url` in `places` gives. */
export function ownSubgraphs(domains: Domains, places: readonly string[]): readonly Subgraph[] {
  const urls = new Map(places.map(placeOf));
  const names = Object.keys(federatedOf(domains));
  const unknown = [...urls.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new SubgraphError(`--url names no domain: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  }
  return names.map((name) => ({
    name,
    url: urls.get(name) ?? urlOf(domains, name),
    typeDefs: subgraphSdl(domains, name),
  }));
}

/**
 * A further subgraph, from `name=https://…` (its SDL is fetched from there) or `name=file.graphql@https://…` (its
 * SDL is read from the file). Throws {@link SubgraphError}.
 */
export async function furtherSubgraph(domains: Domains, argument: string): Promise<Subgraph> {
  const [name, place] = split(argument, '--subgraph takes name=url or name=file.graphql@url');
  if (Object.hasOwn(domains, name)) {
    throw new SubgraphError(
      `"${name}" is a domain of this product: say where it runs with --url ${argument}.`,
    );
  }
  const [, file, url = place] = /^(.+)@(https?:\/\/.+)$/.exec(place) ?? [];
  if (file === undefined || isHttp(place)) return { name, url: place, typeDefs: await fetchSdl(name, place) };
  const sdl = await readFile(file, 'utf8').catch(() => null);
  if (sdl === null) throw new SubgraphError(`The file "${file}" of subgraph "${name}" cannot be read.`);
  return { name, url, typeDefs: parseSdl(sdl, file) };
}

function placeOf(argument: string): readonly [string, string] {
  const [name, url] = split(argument, '--url takes name=url');
  if (isHttp(url)) return [name, url];
  throw new SubgraphError(`--url takes an address that begins with http:// or https://, got "${url}".`);
}

function split(argument: string, usage: string): readonly [string, string] {
  const [, name, rest] = /^([A-Za-z][\w-]*)=(.+)$/.exec(argument) ?? [];
  if (name !== undefined && rest !== undefined) return [name, rest];
  throw new SubgraphError(`${usage}, got "${argument}".`);
}

function isHttp(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

async function fetchSdl(name: string, url: string): Promise<DocumentNode> {
  if (!isHttp(url)) {
    throw new SubgraphError(
      `"${url}" of subgraph "${name}" is not a URL. A file needs one as well: --subgraph ${name}=${url}@http://…`,
    );
  }
  const answer = await ask(name, url);
  const sdl = sdlOf(answer);
  if (sdl !== null) return parseSdl(sdl, url);
  throw new SubgraphError(
    `Subgraph "${name}" at ${url} gave no SDL for { _service { sdl } }: ${JSON.stringify(answer).slice(0, 300)}\n` +
      `If introspection is off there, take its SDL from a file: --subgraph ${name}=file.graphql@${url}`,
  );
}

async function ask(name: string, url: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    return await response.json();
  } catch (cause) {
    throw new SubgraphError(`Subgraph "${name}" does not answer GraphQL at ${url}. Is it running?`, {
      cause,
    });
  }
}

/** `data._service.sdl` of a response of unknown shape; null if it is not there. */
function sdlOf(answer: unknown): string | null {
  const sdl = ['data', '_service', 'sdl'].reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null,
    answer,
  );
  return typeof sdl === 'string' ? sdl : null;
}

function parseSdl(sdl: string, source: string): DocumentNode {
  try {
    return parse(new Source(sdl, source));
  } catch (cause) {
    throw new SubgraphError(`The SDL is not GraphQL. ${String(cause)}`, { cause });
  }
}
