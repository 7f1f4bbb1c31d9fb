import {
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { requestRefusal } from '../errors.ts';
import type { Limits } from './limits.ts';
import { nodeCounter } from './nodes.ts';

/** What a selection amounts to once its fragments are spread out. */
interface Extent {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
}

const WORTH_TELLING = 1_000_000;
const NOTHING: Extent = { depth: 0, aliases: 0, rootFields: 0 };

/** A validation rule that refuses operations past the limits, with fragments counted as often as they are spread. */
export function limitsRule(limits: Limits): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    Document(document) {
      const fragments = fragmentsOf(document);
      const measure = measurer(fragments);
      const schema = context.getSchema();
      const countNodes = nodeCounter(schema, fragments);
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const extent = measure(definition.selectionSet);
        const root = schema.getRootType(definition.operation) ?? undefined;
        const fault =
          excess('levels of fields', extent.depth, limits.depth) ??
          excess('aliases', extent.aliases, limits.aliases) ??
          excess('fields on the topmost level', extent.rootFields, limits.rootFields) ??
          excess(
            'objects, by the sizes of its lists',
            countNodes(definition.selectionSet, root),
            limits.nodes,
          );
        if (fault !== null) context.reportError(requestRefusal('OPERATION_TOO_LARGE', fault));
      }
    },
  });
}

function excess(what: string, found: number, limit: number): string | null {
  if (found <= limit) return null;
  // Fragments inside fragments double with every level: past some point the figure tells nobody anything.
  const shown = found > WORTH_TELLING ? `more than ${WORTH_TELLING}` : String(found);
  return `The operation has ${shown} ${what}; the limit is ${limit}. Ask for less at once.`;
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Measures selections; each fragment is measured once, and a fragment inside itself counts for nothing more. */
function measurer(
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (selections: SelectionSetNode) => Extent {
  const known = new Map<string, Extent>();

  function ofFragment(name: string): Extent {
    const done = known.get(name);
    if (done) return done;
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const extent = fragment ? measure(fragment.selectionSet) : NOTHING;
    known.set(name, extent);
    return extent;
  }

  function measure(selections: SelectionSetNode): Extent {
    let [depth, aliases, rootFields] = [0, 0, 0];
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
        depth = Math.max(depth, below.depth + 1);
        aliases += below.aliases + (selection.alias ? 1 : 0);
        rootFields += 1;
      } else {
        const spread =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : measure(selection.selectionSet);
        depth = Math.max(depth, spread.depth);
        aliases += spread.aliases;
        rootFields += spread.rootFields;
      }
    }
    return { depth, aliases, rootFields };
  }

  return measure;
}
