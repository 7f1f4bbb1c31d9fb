import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const FIELDS = `id number name description model color size weight { value unit } listPrice { amount currency }
  category { id } sellStart sellEnd`;

describe('a product', () => {
  test('is read completely with one call to the shop', async () => {
    const { answer, calls, total } = await product.counted(`{ product(id: "product:776") { ${FIELDS} } }`);
    expect(answer).toEqual({
      data: {
        product: {
          id: 'product:776',
          number: 'BK-M82B-42',
          name: 'Mountain-100 Black, 42',
          description:
            'Top-of-the-line competition mountain bike. Performance-enhancing options include the innovative HL Frame, super-smooth front suspension, and traction for all terrain.',
          model: 'Mountain-100',
          color: 'Black',
          size: '42 CM',
          weight: { value: '20.77', unit: 'LB' },
          listPrice: { amount: '3374.99', currency: 'USD' },
          category: { id: 'category:101' },
          sellStart: '2011-05-31',
          sellEnd: '2012-05-29',
        },
      },
    });
    expect(calls.commerce.routes).toEqual({ 'GET /v2/products': 1 });
    expect(total).toBe(1);
  });

  test('that is only a component has no category and a price of zero', async () => {
    const { data } = await product.query(`{ product(id: "product:1") { ${FIELDS} } }`);
    expect(data.product).toEqual({
      id: 'product:1',
      number: 'AR-5381',
      name: 'Adjustable Race',
      description: null,
      model: null,
      color: null,
      size: null,
      weight: null,
      listPrice: { amount: '0', currency: 'USD' },
      category: null,
      sellStart: '2008-04-30',
      sellEnd: null,
    });
  });

  test.each([
    ['product:507', { size: null, weight: { value: '435', unit: 'G' } }],
    ['product:864', { size: 'S', weight: null }],
  ])('%s has size and weight with their unit, if there is one', async (id, expected) => {
    const { data } = await product.query(`{ product(id: "${id}") { size weight { value unit } } }`);
    expect(data.product).toEqual(expected);
  });

  test.each(['product:5', 'product:abc', 'product:0776'])('that does not exist (%s) is null', async (id) => {
    expect(await product.query(`{ product(id: "${id}") { id name } }`)).toEqual({ data: { product: null } });
  });

  test('cannot be read by the id of another type', async () => {
    const { errors } = await product.query('{ product(id: "category:1") { id } }');
    expect(errors?.[0]).toMatchObject({ path: ['product'], extensions: { code: 'BAD_USER_INPUT' } });
  });

  test('has the reviews of its buyers, oldest first', async () => {
    const { data } = await product.query(
      '{ product(id: "product:937") { reviews { nodes { reviewer reviewedOn rating comments } } } none: product(id: "product:776") { reviews { nodes { rating } } } }',
    );
    expect(data.product.reviews.nodes).toEqual([
      {
        reviewer: 'David',
        reviewedOn: '2013-11-13',
        rating: 4,
        comments: expect.stringContaining('A little on the heavy side') as string,
      },
      {
        reviewer: 'Jill',
        reviewedOn: '2013-11-15',
        rating: 2,
        comments: expect.stringContaining("Maybe it's just because I'm new") as string,
      },
    ]);
    expect(data.none.reviews.nodes).toEqual([]);
  });
});

describe('products', () => {
  test.each([
    ['{ field: ID }', ['product:1', 'product:2', 'product:3']],
    ['{ field: NAME }', ['product:1', 'product:879', 'product:712']],
    ['{ field: NUMBER, direction: DESC }', ['product:870', 'product:864', 'product:865']],
    ['{ field: LIST_PRICE, direction: DESC }', ['product:753', 'product:752', 'product:751']],
  ])('are sorted by %s', async (orderBy, ids) => {
    const { data } = await product.query(`{ products(first: 3, orderBy: ${orderBy}) { nodes { id } } }`);
    expect(data.products.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test.each([
    ['{}', 504],
    ['{ search: "HELMET" }', 3],
    ['{ search: "bk-m82b-42" }', 1],
    ['{ search: "100% wool & more" }', 0],
    ['{ category: "category:1" }', 97],
    ['{ category: "category:101" }', 32],
    ['{ category: "category:999" }', 0],
    ['{ color: "red" }', 38],
    ['{ minPrice: "1000", maxPrice: "2000" }', 51],
    ['{ forSale: true }', 206],
    ['{ forSale: false }', 298],
    ['{ category: "category:1", color: "Red", forSale: true }', 1],
  ])('that match %s are listed and counted', async (filter, count) => {
    const { data } = await product.query(
      `{ products(first: 100, filter: ${filter}) { totalCount nodes { id } } }`,
    );
    expect(data.products.totalCount).toBe(count);
    expect(data.products.nodes).toHaveLength(Math.min(count, 100));
  });

  test('are paged to the end without gaps or duplicates', async () => {
    const order = 'orderBy: { field: LIST_PRICE, direction: DESC }';
    const ids = await walk(product, (after) => `products(first: 60, ${order}${after})`);
    expect(ids).toHaveLength(504);
    expect(new Set(ids).size).toBe(504);
  });

  test.each([
    ['products(first: 101)', '"first" must be from 1 to 100'],
    ['products(after: "bm9uc2Vuc2U")', 'is no cursor of this list'],
    ['products(filter: { category: "product:1" })', 'Expected the global id of a Category'],
    ['products(filter: { maxPrice: "123456789" })', '"maxPrice" must be from 0 to 99999999.9999'],
    [`products(filter: { search: "${'x'.repeat(201)}" })`, '"search" may have at most 200 characters'],
    [`products(filter: { color: "${'x'.repeat(51)}" })`, '"color" may have at most 50 characters'],
  ])('report what is wrong with %s', async (field, message) => {
    const { data, errors } = await product.query(`{ ${field} { nodes { id } } }`);
    expect(data).toEqual({ products: null });
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('refuse a cursor of orders', async () => {
    const { data } = await product.query(
      '{ orders(first: 1, orderBy: { field: ID, direction: ASC }) { pageInfo { endCursor } } }',
    );
    const { errors } = await product.query(
      'query ($after: String) { products(after: $after) { nodes { id } } }',
      {
        after: data.orders.pageInfo.endCursor,
      },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('are read with all related records in the same number of calls, however many they are', async () => {
    const ask = (first: number) =>
      product.counted(`{ products(first: ${first}, filter: { category: "category:1" }) { nodes {
        name category { name parent { name } } reviews { nodes { rating } } revenue { amount } unitsSold
        orders(first: 1) { totalCount nodes { id } }
      } } }`);
    const [few, many] = [await ask(2), await ask(97)];
    expect(many.answer.errors).toBeUndefined();
    expect(many.answer.data.products.nodes).toHaveLength(97);
    expect(many.calls.commerce.routes).toEqual({
      'GET /v2/products': 1,
      'GET /v2/categories': 1,
      'GET /v2/reviews': 1,
      'GET /v2/products/sales': 1,
      'GET /v2/orders/grouped': 1,
      'GET /v2/orders/grouped_count': 1,
    });
    expect(few.calls.commerce.routes).toEqual(many.calls.commerce.routes);
  });
});

describe('categories', () => {
  test('are a tree, read with one call', async () => {
    const { answer, calls, total } = await product.counted(
      '{ categories { id name parent { id } children { id name parent { name } children { id } } } }',
    );
    const { categories } = answer.data;
    expect(categories.map(({ name }: { name: string }) => name)).toEqual([
      'Bikes',
      'Components',
      'Clothing',
      'Accessories',
    ]);
    expect(categories[0]).toEqual({
      id: 'category:1',
      name: 'Bikes',
      parent: null,
      children: [
        { id: 'category:101', name: 'Mountain Bikes', parent: { name: 'Bikes' }, children: [] },
        { id: 'category:102', name: 'Road Bikes', parent: { name: 'Bikes' }, children: [] },
        { id: 'category:103', name: 'Touring Bikes', parent: { name: 'Bikes' }, children: [] },
      ],
    });
    expect(calls.commerce.routes).toEqual({ 'GET /v2/categories': 1 });
    expect(total).toBe(1);
  });

  test('are found by id at either level, and null for an unknown id', async () => {
    const { data, errors } = await product.query(
      '{ low: category(id: "category:131") { name parent { id } } none: category(id: "category:9") { name } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ low: { name: 'Helmets', parent: { id: 'category:4' } }, none: null });
  });

  test('have their own and their subcategories’ products, read for all categories at once', async () => {
    const { answer, calls } = await product.counted(`{ categories {
      products(first: 2, orderBy: { field: LIST_PRICE, direction: DESC }) { totalCount nodes { id } pageInfo { hasNextPage } }
      children { products(first: 1) { totalCount } }
    } }`);
    const [bikes, , , accessories] = answer.data.categories;
    expect(bikes.products).toEqual({
      totalCount: 97,
      nodes: [{ id: 'product:753' }, { id: 'product:752' }],
      pageInfo: { hasNextPage: true },
    });
    expect(bikes.children[0].products.totalCount).toBe(32);
    expect(accessories.products.totalCount).toBe(29);
    expect(calls.commerce.routes).toEqual({
      'GET /v2/categories': 1,
      'GET /v2/products/grouped': 1,
      'GET /v2/products/grouped_count': 1,
    });
  });

  test('have products that can be paged without gaps or duplicates', async () => {
    const ids: string[] = [];
    let after = '';
    do {
      const { data } = await product.query(
        `{ category(id: "category:2") { products(first: 50, orderBy: { field: NAME }${after}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
      );
      const { nodes, pageInfo } = data.category.products;
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      after = pageInfo.hasNextPage ? `, after: "${pageInfo.endCursor}"` : '';
    } while (after);
    expect(ids).toHaveLength(134);
    expect(new Set(ids).size).toBe(134);
  });
});
