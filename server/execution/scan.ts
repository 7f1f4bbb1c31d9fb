import {
  BREAK,
  getOperationAST,
  Kind,
  OperationTypeNode,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentRecordOf } from '../graph/fragments.ts';

/** What is known of a document before its fields are planned. */
export interface Scanned {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The names of the variables used by `@skip` and `@include`, in any operation. */
  readonly flags: readonly string[];
}

/** Scans a document; null if its operation cannot take the fast path, or there is none of this name. */
export function scan(document: DocumentNode, operationName: string | undefined): Scanned | null {
  const operation = getOperationAST(document, operationName);
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
      found.isUsual &&= FAST_PATH_DIRECTIVES.has(directive.name.value);
    },
  });
  return found.isUsual ? { operation, fragments: fragmentRecordOf(document), flags: [...flags] } : null;
}

/** Allowed on a query; whatever runs the operation implements it. */
const LIVE = 'live';
const FAST_PATH_DIRECTIVES: ReadonlySet<string> = new Set(['skip', 'include', LIVE]);

function flagOf({ name, arguments: args }: DirectiveNode): string | null {
  const condition = args?.find((argument) => argument.name.value === 'if')?.value;
  return name.value !== LIVE && FAST_PATH_DIRECTIVES.has(name.value) && condition?.kind === Kind.VARIABLE
    ? condition.name.value
    : null;
}
