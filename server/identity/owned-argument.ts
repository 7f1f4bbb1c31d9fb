import { toGlobalId } from '../../resolvers/global-id.ts';
import { ForbiddenError } from './refusals.ts';

/** Where the arguments of a field name the customer that it tells of. */
export interface OwnedArgument {
  /** The argument, and the way into it. */
  readonly path: readonly string[];
  /** Whether several could be named there. */
  readonly isList: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** The arguments with the customer named who asks. Throws {@link ForbiddenError} where they name another. */
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
