import { getOperationAST, Kind, parse, print, type FieldNode, type OperationDefinitionNode } from 'graphql';

/** An operation as it is sent. */
export interface Sent {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | null | undefined;
}

/**
 * The same subscription, to go on after a cursor: in the variable that it has for that, or else in its text. Null where that is not
 * possible, because its only field is in a fragment.
 */
export function resumed(sent: Sent, cursor: string): Sent | null {
  const document = parse(sent.query, { noLocation: true });
  const operation = getOperationAST(document, sent.operationName);
  const field = operation?.selectionSet.selections[0];
  if (!operation || field?.kind !== Kind.FIELD) return null;
  const given = field.arguments?.find(({ name }) => name.value === 'after')?.value;
  if (given?.kind === Kind.VARIABLE)
    return { ...sent, variables: { ...sent.variables, [given.name.value]: cursor } };
  const definitions = document.definitions.map((one) =>
    one === operation ? withField(operation, after(field, cursor)) : one,
  );
  return { ...sent, query: print({ ...document, definitions }) };
}

function after(field: FieldNode, cursor: string): FieldNode {
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== 'after');
  const own = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: { kind: Kind.STRING, value: cursor },
  } as const;
  return { ...field, arguments: [...others, own] };
}

function withField(operation: OperationDefinitionNode, field: FieldNode): OperationDefinitionNode {
  return { ...operation, selectionSet: { ...operation.selectionSet, selections: [field] } };
}

/** The cursor that an event carries; undefined where it carries none. */
export function cursorOf(value: unknown): string | undefined {
  const { extensions } = (value ?? {}) as { readonly extensions?: { readonly cursor?: unknown } };
  const cursor = extensions?.cursor;
  return typeof cursor === 'string' ? cursor : undefined;
}
