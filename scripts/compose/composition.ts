import { composeServices } from '@apollo/composition';
import { getLocation, type ASTNode, type GraphQLError } from 'graphql';
import { remedyFor } from './remedies.ts';
import type { Subgraph } from './subgraphs.ts';

/** What came of composing: the supergraph with what deserves a look, or why there is none. Texts are for people. */
export type Composition =
  | { readonly ok: true; readonly supergraph: string; readonly hints: readonly string[] }
  | { readonly ok: false; readonly errors: readonly string[] };

/** An enum that no field has: `@cacheControl` does, which subgraphs keep to themselves. */
const OF_DIRECTIVES_ALONE = 'CacheControlScope';

/** What a router demands of an interface is what all its types demand together (Federation 2.9): there is nothing to mend. */
const OF_INTERFACES = 'Directive @requiresScopes is applied to "Node"';

/** Composes subgraphs into the SDL of a supergraph (Federation 2). */
export function composeSubgraphs(subgraphs: readonly Subgraph[]): Composition {
  const { errors, supergraphSdl, hints } = composeServices([...subgraphs]);
  if (errors) return { ok: false, errors: [...new Set(errors.map(describe))] };
  const worthALook = hints.filter(
    ({ message }) => !message.includes(`"${OF_DIRECTIVES_ALONE}"`) && !message.startsWith(OF_INTERFACES),
  );
  const texts = worthALook.map(({ definition, message, nodes }) => text(definition.code, message, nodes));
  return { ok: true, supergraph: `${supergraphSdl}\n`, hints: texts };
}

/** Several texts of a composition as one, numbered. */
export function numbered(texts: readonly string[]): string {
  return texts.map((item, index) => `${index + 1}. ${item}`).join('\n\n');
}

function describe({ message, nodes, extensions }: GraphQLError): string {
  return text(String(extensions['code']), message, nodes);
}

function text(code: string, message: string, nodes: readonly ASTNode[] | undefined): string {
  const places = (nodes ?? []).map(placeOf).filter((place) => place !== null);
  const remedy = remedyFor(code);
  return [
    code,
    ...shortened(message).map((line) => `   ${line}`),
    ...(places.length > 0 ? [`   At: ${[...new Set(places)].join(', ')}`] : []),
    ...(remedy === null ? [] : [`   Remedy: ${remedy}`]),
  ].join('\n');
}

/**
 * The lines of a message. One about a field that cannot be reached tells one way to it, with a query of a page,
 * and all detours not taken: what cannot be is kept, in an order that makes the same reasons the same text.
 */
function shortened(message: string): readonly string[] {
  const [, reasons] = message.split('cannot be satisfied by the subgraphs because:\n');
  if (reasons === undefined) return message.split('\n');
  const lines = reasons.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => /\bcannot\b/.test(line)))].toSorted();
}

/** `schema/order.graphql:12` of a node; null where it has been made from several files. */
function placeOf(node: ASTNode): string | null {
  return node.loc ? `${node.loc.source.name}:${getLocation(node.loc.source, node.loc.start).line}` : null;
}
