import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** The size of a selection, with fragments expanded. */
export interface Extent {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
}

const NOTHING: Extent = { depth: 0, aliases: 0, directives: 0, rootFields: 0 };

/** Measures selections. Each fragment is measured once, and counts as nothing inside itself. */
export function measurer(
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
    let [depth, aliases, directives, rootFields] = [0, 0, 0, 0];
    for (const selection of selections.selections) {
      directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
        depth = Math.max(depth, below.depth + 1);
        aliases += below.aliases + (selection.alias ? 1 : 0);
        directives += below.directives;
        rootFields += 1;
      } else {
        const spread =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : measure(selection.selectionSet);
        depth = Math.max(depth, spread.depth);
        aliases += spread.aliases;
        directives += spread.directives;
        rootFields += spread.rootFields;
      }
    }
    return { depth, aliases, directives, rootFields };
  }

  return measure;
}
