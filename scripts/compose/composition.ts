import { composeServices } from '@apollo/composition';
import { getLocation, type ASTNode, type GraphQLError } from 'graphql';
import { remedyFor } from './remedies.ts';
import type { Subgraph } from './subgraphs.ts';

/** The result of a composition: the supergraph with hints, or the errors. Both are texts for people. */
export type Composition =
  | { readonly ok: true; readonly supergraph: string; readonly hints: readonly string[] }
  | { readonly ok: false; readonly errors: readonly string[] };

/** An enum that no field uses, only `@cacheControl`, which is not part of the supergraph. */
const DIRECTIVE_ENUM = 'CacheControlScope';

/** A router requires for an interface the scopes of all its types together (Federation 2.9), so this hint needs no action. */
const INTERFACE_SCOPES = 'Directive @requiresScopes is applied to "Node"';

/** Composes subgraphs into the SDL of a supergraph (Federation 2). */
export function composeSubgraphs(subgraphs: readonly Subgraph[]): Composition {
  const { errors, supergraphSdl, hints } = composeServices([...subgraphs]);
  if (errors) return { ok: false, errors: [...new Set(errors.map(describe))] };
  const relevant = hints.filter(
    ({ message }) => !message.includes(`"${DIRECTIVE_ENUM}"`) && !message.startsWith(INTERFACE_SCOPES),
  );
  const texts = relevant.map(({ definition, message, nodes }) => text(definition.code, message, nodes));
  return { ok: true, supergraph: `${supergraphSdl}\n`, hints: texts };
}

/** Joins the texts of a composition into a numbered list. */
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
 * The lines of a message. A message about an unreachable field has a page-long example query and every path that was tried; only the
 * lines that say what cannot be done are kept, sorted, so that the same reasons give the same text.
 */
function shortened(message: string): readonly string[] {
  const [, reasons] = message.split('cannot be satisfied by the subgraphs because:\n');
  if (reasons === undefined) return message.split('\n');
  const lines = reasons.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => /\bcannot\b/.test(line)))].toSorted();
}

/** The file and line of a node (`schema/order.graphql:12`); null if it was merged from several files. */
function placeOf(node: ASTNode): string | null {
  return node.loc ? `${node.loc.source.name}:${getLocation(node.loc.source, node.loc.start).line}` : null;
}
