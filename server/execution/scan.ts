import {
  BREAK,
  Kind,
  OperationTypeNode,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

/** What a document says that matters before its fields are looked at. */
export interface Scanned {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The names of the variables that `@skip` and `@include` look at, in any operation. */
  readonly flags: readonly string[];
}

/** Reads a document; null where its operation is none for the short way, or there is none of this name. */
export function scan(document: DocumentNode, operationName: string | undefined): Scanned | null {
  const operation = operationOf(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.MUTATION) return null;
  if (!operation.directives?.every(({ name }) => name.value === LIVE)) return null;
  const flags = new Set<string>();
  const found = { isUsual: true };
  visit(document, {
    Field: ({ name: { value } }) => {
      if (value === '__typename' || !value.startsWith('__')) return undefined;
      found.isUsual = false;
      return BREAK;
    },
    Directive: (directive) => {
      const flag = flagOf(directive);
      if (flag !== null) flags.add(flag);
      found.isUsual &&= USUAL.has(directive.name.value);
    },
  });
  return found.isUsual ? { operation, fragments: fragmentsOf(document), flags: [...flags] } : null;
}

/** On a query; who runs the operation sees to it. */
const LIVE = 'live';
const USUAL: ReadonlySet<string> = new Set(['skip', 'include', LIVE]);

function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (name !== undefined) return operations.find((operation) => operation.name?.value === name);
  return operations.length === 1 ? operations[0] : undefined;
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const found = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  // Without a prototype: a fragment may be called `constructor`, and then must be there before it counts.
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const fragment of found) fragments[fragment.name.value] = fragment;
  return fragments;
}

function flagOf({ name, arguments: args }: DirectiveNode): string | null {
  const condition = args?.find((argument) => argument.name.value === 'if')?.value;
  return name.value !== LIVE && USUAL.has(name.value) && condition?.kind === Kind.VARIABLE
    ? condition.name.value
    : null;
}
