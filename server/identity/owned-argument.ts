import { toGlobalId } from '../../resolvers/global-id.ts';
import { ForbiddenError } from './refusals.ts';

/** Where the arguments of a field name the customer whose data it returns. */
export interface OwnedArgument {
  /** The argument, and the path within it. */
  readonly path: readonly string[];
  /** Whether it is a list of customers. */
  readonly isList: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** The arguments, restricted to the customer that is the caller. Throws {@link ForbiddenError} if they name another. */
export function onlyOwn(args: Values, { path, isList }: OwnedArgument, customer: string): Values {
  const own = toGlobalId('Customer', customer);
  const named = [valueAt(args, path) ?? []].flat();
  if (named.some((id) => id !== own)) {
    throw new ForbiddenError(
      `Your credentials give access to your own data only: "${path.join('.')}" can only be "${own}".`,
    );
  }
  return withValue(args, path, isList ? [own] : own);
}

function valueAt(args: Values, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Values | null | undefined)?.[part], args);
}

function withValue(args: Values, [first = '', ...rest]: readonly string[], value: unknown): Values {
  const inner = rest.length === 0 ? value : withValue((args[first] ?? {}) as Values, rest, value);
  return { ...args, [first]: inner };
}
