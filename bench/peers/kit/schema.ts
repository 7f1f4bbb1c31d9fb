/** The small schema that all peers serve: the part of the product's schema that the operations need. */
export const typeDefs = /* GraphQL */ `
  type Query {
    customer(id: ID!): Customer
    orders(first: Int! = 20, after: String): OrderConnection
  }
  type OrderConnection {
    nodes: [Order!]
    pageInfo: PageInfo!
  }
  type PageInfo {
    endCursor: String
  }
  type Customer {
    id: ID!
    name: String
    email: String
    phone: String
    accountNumber: String
  }
  type Order {
    id: ID!
    orderedOn: String
    customer: Customer
    lines: [OrderLine!]
    invoice: Invoice
  }
  type OrderLine {
    quantity: Int!
    product: Product
  }
  type Product {
    id: ID!
    name: String
    available: Int
  }
  type Invoice {
    id: ID!
    status: String
    outstanding: Money
  }
  type Money {
    amount: String!
    currency: String!
  }
`;

/** `customer:11042` to `11042`. */
export function localId(globalId: string): string {
  return globalId.slice(globalId.indexOf(':') + 1);
}
