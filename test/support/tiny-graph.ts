import { buildSchema, execute, isObjectType, parse, type GraphQLSchema } from 'graphql';
import type { Id } from '../../datasources/ids.ts';
import type { Context } from '../../resolvers/context.ts';
import { entity } from '../../resolvers/domain.ts';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import { markOfReference } from '../../resolvers/record-field.ts';
import { compileOperation, type CompiledOperation } from '../../server/execution/compile.ts';
import type { PlanMemory } from '../../server/execution/plan-memory.ts';
import { limitItems } from '../../server/limits/items.ts';

const SDL = /* GraphQL */ `
  directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION | OBJECT | INTERFACE
  enum CacheControlScope {
    PUBLIC
    PRIVATE
  }
  directive @unusual on FIELD
  enum Color {
    RED
    BLUE
  }
  scalar Moment
  interface Named {
    id: ID!
  }
  type Query {
    book(id: ID = "1"): Book
    books: [Book!]!
    shelf: [Book]
    any(type: String): Named
    plain: Plain
    odd(kind: String): Plain
    echo(text: String, number: Int): String
    slow: String
    seconds: Int @cacheControl(maxAge: 5)
    curious: String
  }
  type Mutation {
    change: String
  }
  type Book implements Named @cacheControl(maxAge: 60) {
    id: ID!
    title: String
    color: Color
    pages: Int!
    author: Author
    parts: [Part!]
    lent(days: Int = 1): String
    "Said of a reference, by who holds it."
    heldBy: String
  }
  type Author implements Named @cacheControl(maxAge: 30, scope: PRIVATE) {
    id: ID!
    name: String
  }
  type Part {
    heading: String!
    about: Author
  }
  type Plain {
    text: String
    count: Int
    must: String!
    flag: Boolean
    ratio: Float
    color: Color
    moment: Moment
    inner: Plain
    words: [String]
    deep: [[Int!]]
    parts: [Part!]
  }
`;

/** A book as its system stores it. */
export interface Book {
  readonly id: Id<'Book'>;
  readonly title: string | null;
  readonly pages: number | null;
  readonly color: string;
  readonly author: { readonly id: Id<'Author'> } | null;
  readonly parts: readonly { readonly heading: string; readonly about: { readonly id: Id<'Author'> } }[];
}

/** A small graph whose data and loading tests control. */
export class TinyGraph {
  readonly schema: GraphQLSchema = buildSchema(SDL);
  /** The steps of the resolvers, in order, such as `pick title`, `load 1` or `lent 1`. */
  readonly log: string[] = [];
  /** Books that the request has already read. */
  readonly known = new Map<string, Book | null>();
  /** The values of `Query.odd`, by kind. */
  readonly odd: Record<string, unknown> = {};
  /** Loads a book that has not been read yet. */
  load: (id: string) => MaybePromise<Book | null> = () => null;

  constructor() {
    const wanted = new Map<string, Promise<unknown>>();
    const books = entity<'Book', Book>(() => ({
      peek: (id) => this.known.get(id),
      load: (id) => {
        this.log.push(`load ${id}`);
        return this.load(id);
      },
      want: (id) => {
        const known = wanted.get(id);
        if (known) return known;
        this.log.push(`load ${id}`);
        const batch = Promise.resolve(this.load(id)).then((book) => this.known.set(id, book));
        wanted.set(id, batch);
        return batch;
      },
    }));
    const authors = entity<'Author', { id: Id<'Author'>; name: string }>(() => ({
      peek: (id) => ({ id, name: `Author ${id}` }),
      load: () => null,
      want: () => Promise.reject(new Error('All authors are there.')),
    }));
    const own = <Name extends keyof Book>(name: Name) =>
      books.field((book) => {
        this.log.push(`pick ${name}`);
        return book[name];
      });
    const id = markOfReference((parent: { id: string }) => `global-${parent.id}`);
    this.#attach({
      Query: {
        book: (_: unknown, args: { id: string }) => ({ id: args.id, heldBy: `holder of ${args.id}` }),
        books: () => [...this.known.values()],
        shelf: () => Promise.resolve([{ id: '1' }, null, Promise.resolve({ id: '2' })]),
        any: (_: unknown, { type }: { type: string }) => ({ __typename: type, id: '1' }),
        plain: () => this.odd['plain'],
        odd: (_: unknown, { kind }: { kind: string }) => {
          const value = this.odd[kind];
          return typeof value === 'function' ? (value as () => unknown)() : value;
        },
        echo: (_: unknown, args: object) => JSON.stringify(args),
        slow: () => new Promise((resolve) => setTimeout(() => resolve('at last'), 5)),
        seconds: () => 1,
        curious: (_parent: unknown, _args: unknown, _context: unknown, info: unknown) =>
          String(info === null),
      },
      Book: {
        id,
        title: own('title'),
        color: own('color'),
        pages: own('pages'),
        author: own('author'),
        parts: own('parts'),
        lent: (parent: { id: string }, args: { days: number }) => {
          if (args.days === 0) throw new Error('not for a day');
          this.log.push(`lent ${parent.id}`);
          return `${parent.id} ${JSON.stringify(args)}`;
        },
      },
      Author: { id, name: authors.field((author) => author.name) },
    });
    limitItems(this.schema, 1_000);
  }

  /** Adds a book that counts as already read, with defaults for all that is not given. */
  give(book: Partial<Omit<Book, 'id'>> & { readonly id: string }): Book {
    const defaults = { title: `Book ${book.id}`, pages: 10, color: 'RED', author: null, parts: [] };
    const whole = { ...defaults, ...book } as Book;
    this.known.set(whole.id, whole);
    return whole;
  }

  compile(query: string, memory?: PlanMemory): CompiledOperation | null {
    return compileOperation(this.schema, parse(query), undefined, memory);
  }

  /** The answer of graphql-js, as text. */
  async plain(query: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const document = parse(query);
    const { data } = await execute({
      schema: this.schema,
      document,
      variableValues,
      contextValue: contextOf(),
    });
    return JSON.stringify(data);
  }

  #attach(resolvers: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
    for (const [name, fields] of Object.entries(resolvers)) {
      const type = this.schema.getType(name);
      if (!isObjectType(type)) throw new Error(`There is no ${name}.`);
      for (const [field, resolve] of Object.entries(fields)) {
        Object.assign(type.getFields()[field] ?? {}, { resolve });
      }
    }
  }
}

/** The parts of a context that a tiny graph needs. */
export function contextOf(signal: AbortSignal = new AbortController().signal): Context {
  return { signal } as Context;
}
