import { Type, type Static } from 'typebox';
import { ref } from '../../kit/app.ts';
import {
  currency,
  date,
  givenMoney,
  grouping,
  idList,
  identifier,
  moment,
  money,
  nullable,
  paging,
} from './fields.ts';

/** A product of the catalogue. */
export const Product = Type.Object(
  {
    id: identifier('Id, the same in the ERP.'),
    number: Type.String({ description: 'Article number.', examples: ['BK-R93R-62'] }),
    name: Type.String({ description: 'Name.' }),
    description: nullable(Type.String(), 'A sentence or two for the customer.'),
    color: nullable(Type.String(), 'Colour.'),
    size: nullable(Type.String(), 'Size: a number with `size_unit`, or S, M, L, XL.'),
    size_unit: nullable(Type.String(), 'Unit of `size`, such as CM.'),
    weight: nullable(Type.Number(), 'Weight in `weight_unit`.'),
    weight_unit: nullable(Type.String(), 'Unit of `weight`, such as LB or G.'),
    line: nullable(Type.String(), 'Product line: R road, M mountain, T touring, S standard.'),
    class: nullable(Type.String(), 'Class: H high, M medium, L low.'),
    style: nullable(Type.String(), "Style: W women's, M men's, U universal."),
    model: nullable(Type.String(), 'Model that variants share.'),
    category_id: nullable(Type.Integer(), 'Category; null for parts that are not sold.'),
    list_price: money('List price of one piece without tax; 0 for what is not sold.'),
    currency: currency('Currency of the list price, ISO 4217.'),
    sell_start: date('First day of sale.'),
    sell_end: nullable(
      Type.String({ format: 'date' }),
      'Last day of sale; null while there is no end to it.',
    ),
    updated_at: moment('Last change.'),
  },
  { $id: 'Product', description: 'A product of the catalogue.' },
);
/** A product as it goes over the wire. */
export type Product = Static<typeof Product>;

/** A page of products. */
export const ProductPage = Type.Object(
  { products: Type.Array(ref(Product), { description: 'In the order of `sort`.' }) },
  {
    $id: 'ProductPage',
    description:
      'A page of products; a `Link` header with rel="next" leads to the next page while there is more.',
  },
);

/** A page of products for each key. */
export const ProductGroups = Type.Object(
  {
    groups: Type.Array(
      Type.Object({
        key: Type.Integer({ description: 'One of the requested keys.' }),
        products: Type.Array(ref(Product), { description: 'In the order of `sort`.' }),
        next: nullable(Type.String(), '`page_info` of the following page of this key; null at the end.'),
      }),
      { description: 'One for each key, in the order of `keys`.' },
    ),
  },
  { $id: 'ProductGroups', description: 'A page of products for each key.' },
);

const FILTERS = {
  ids: Type.Optional(idList('Product ids; unknown ones are left out.')),
  q: Type.Optional(
    Type.String({ maxLength: 200, description: 'Text anywhere in name or number, whatever the case.' }),
  ),
  category_id: Type.Optional(identifier('Products of this category; a parent includes its children.')),
  color: Type.Optional(
    Type.String({ maxLength: 50, description: 'Products of this colour, whatever the case.' }),
  ),
  min_price: Type.Optional(givenMoney('List price of at least this.')),
  max_price: Type.Optional(givenMoney('List price of at most this.')),
  for_sale: Type.Optional(
    Type.Boolean({ description: 'Whether it has a list price and today is within its days of sale.' }),
  ),
};
const SORTS = ['id', 'name', 'number', 'list_price'] as const;
const GROUPINGS = grouping(['category_id']);

/** Query of the count of products. */
export const ProductFilter = Type.Object(FILTERS);
/** Filters of products. */
export type ProductFilter = Static<typeof ProductFilter>;
/** Query of the list of products. */
export const ProductQuery = Type.Object({ ...FILTERS, ...paging(SORTS, 'id', 50) });
/** Query of the grouped list of products. */
export const ProductGroupQuery = Type.Object({ ...GROUPINGS, ...FILTERS, ...paging(SORTS, 'id', 20) });
/** Query of the grouped count of products. */
export const ProductGroupFilter = Type.Object({ ...GROUPINGS, ...FILTERS });

/** Sales of products. */
export const ProductSales = Type.Object(
  {
    products: Type.Array(
      Type.Object({
        product_id: Type.Integer({ description: 'One of the requested ids.' }),
        units: Type.Integer({ description: 'Pieces sold.' }),
        revenue: money('Sum of the lines without tax and freight.'),
        order_count: Type.Integer({ description: 'Orders with the product.' }),
        currency: currency(),
      }),
      { description: 'One for each id, in the order of the request.' },
    ),
  },
  { $id: 'ProductSales', description: 'What was sold of each product.' },
);

/** All categories. */
export const CategoryList = Type.Object(
  {
    categories: Type.Array(
      Type.Object({
        id: identifier('Id of the category.'),
        parent_id: nullable(Type.Integer(), 'Category above; null at the top.'),
        name: Type.String({ description: 'Name.' }),
      }),
      { description: 'By id.' },
    ),
  },
  { $id: 'CategoryList', description: 'All categories.' },
);

/** Reviews of products. */
export const ReviewList = Type.Object(
  {
    reviews: Type.Array(
      Type.Object({
        id: identifier('Id of the review.'),
        product_id: identifier('Product.'),
        reviewer: Type.String({ description: 'Name of the reviewer.' }),
        reviewed_on: date('Day of the review.'),
        rating: Type.Integer({ minimum: 1, maximum: 5, description: 'From 1 to 5, 5 is best.' }),
        comments: nullable(Type.String(), 'What the reviewer wrote.'),
      }),
      { description: 'By id.' },
    ),
  },
  { $id: 'ReviewList', description: 'Reviews of products.' },
);
