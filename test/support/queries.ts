/** A query, and the maximum number of REST calls it may make in one process, not counting the fetch of an access token. */
export interface SharedQuery {
  readonly query: string;
  readonly maxCalls: number;
}

/**
 * Queries over all domains and the relations between them, by description. They run in one process, where their REST calls are counted, and
 * federated, where their data must be the same.
 */
export const QUERIES: Readonly<Record<string, SharedQuery>> = {
  'orders with their related records': {
    query: `{
      orders(first: 50) {
        nodes {
          id
          customer { name }
          lines { quantity product { name stock { onHand location { id } } } }
          invoice { status outstanding { amount } }
        }
      }
    }`,
    maxCalls: 5,
  },
  'references to customers that are not read': {
    query: '{ orders { nodes { customer { id } } } }',
    maxCalls: 1,
  },
  'customers with orders and balances': {
    query: `{
      customers(first: 10, filter: { kind: PERSON }, orderBy: { field: NAME }) {
        totalCount
        nodes {
          id name email territory { name group }
          orders(first: 3) { totalCount nodes { id status total { amount currency } } }
          orderCount lifetimeValue { amount } lastOrderedOn
          balance { amount } balances { amount currency }
          invoices(first: 2, filter: { status: OPEN }) { nodes { id outstanding { amount } } }
        }
      }
      debtor: customer(id: "customer:12132") {
        name balance { amount } invoices(first: 2, filter: { status: OPEN }) { nodes { id outstanding { amount } } }
      }
    }`,
    maxCalls: 11,
  },
  'products with suppliers and purchase orders': {
    query: `{
      products(first: 20, filter: { search: "Road" }) {
        nodes {
          number name listPrice { amount } category { name parent { name } }
          safetyStock reorderPoint standardCost { amount } madeInHouse available
          suppliers(first: 3) { nodes { leadTimeDays standardPrice { amount } supplier { name preferred } } }
          purchaseOrders(first: 2) { totalCount nodes { id status orderedOn supplier { name } } }
          revenue { amount } unitsSold
        }
      }
    }`,
    maxCalls: 9,
  },
  'invoices with payments and their order': {
    query: `{
      invoices(first: 20, orderBy: { field: TOTAL }) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges {
          cursor
          node {
            id status total { amount currency } paid { amount } exchangeRate { from to averageRate }
            customer { name }
            payments { totalCount nodes { id amount { amount } method card { brand last4 } invoice { id } } }
            order { channel orderedOn territory { name } lines { number total { amount } } }
          }
        }
      }
    }`,
    maxCalls: 7,
  },
  'discrepancies between shop and ledger': {
    query: `{
      discrepancies(first: 50) {
        totalCount
        nodes {
          kind message claims { system record statement }
          order { id status total { amount } customer { name } discrepancies { kind } }
          invoices { id status total { amount } }
        }
      }
    }`,
    maxCalls: 8,
  },
  'fulfilment of orders': {
    query: `{
      orders(first: 60) {
        nodes {
          id
          fulfilment {
            status expectedOn
            lines { number quantity status available shortBy expectedOn product { name onHand } }
          }
        }
      }
    }`,
    maxCalls: 5,
  },
  'records of all types by global id': {
    query: `{
      nodes(ids: [
        "customer:29485", "customer:99999999", "territory:4", "order:43697", "product:776", "category:1"
        "stock-level:776-7", "location:7", "supplier:1580", "purchase-order:4012", "invoice:INV-43697"
        "payment:PAY-43697", "account:50", "organization:14", "ledger-entry:1", "exchange-rate:4"
      ]) {
        __typename
        id
        ... on Customer { name balance { amount } }
        ... on Territory { name }
        ... on Order { total { amount } }
        ... on Product { name available }
        ... on Category { name }
        ... on StockLevel { shelf onHand product { name } }
        ... on Location { name }
        ... on Supplier { name }
        ... on PurchaseOrder { purchase: status }
        ... on Invoice { billed: status }
        ... on Payment { receivedOn }
        ... on Account { name }
        ... on Organization { name }
        ... on LedgerEntry { posted: amount }
        ... on ExchangeRate { endOfDayRate }
      }
      one: node(id: "supplier:1580") { id ... on Supplier { name } }
      none: node(id: "order:99999999") { id }
    }`,
    maxCalls: 17,
  },
  'sales by territory, category and channel, and top customers': {
    query: `{
      salesReport(groupBy: [YEAR, TERRITORY], orderBy: { field: REVENUE, direction: DESC }, first: 20) {
        hasMore
        rows { period territory { name } orderCount units revenue { amount currency } }
      }
      byChannel: salesReport(groupBy: [CATEGORY, CHANNEL]) {
        rows { category { name } channel units revenue { amount } }
      }
      topCustomers(first: 5) { revenue { amount } customer { name email balance { amount } } }
    }`,
    maxCalls: 7,
  },
  'receivables, stock and profit': {
    query: `{
      receivablesByAge(asOf: "2014-06-30") { asOf total { amount } buckets { fromDays toDays invoiceCount amount { amount } } }
      stockValuation { name location { name costRate { amount } } productCount units value { amount } }
      stockOuts(first: 20) { totalCount nodes { product { name number } available shortBy onOrder nextDueOn } }
      profitAndLoss(per: TOTAL) { organization { name currency } period netSales { amount } netIncome { amount } }
    }`,
    maxCalls: 8,
  },
  'stock by location': {
    query: `{
      locations {
        name availabilityHours
        stock(first: 3, orderBy: { field: ON_HAND, direction: DESC }) {
          totalCount nodes { shelf bin onHand reserved product { name listPrice { amount } } }
        }
      }
      stockLevels(first: 5, filter: { maxAvailable: 10 }) { nodes { id available location { name } } }
    }`,
    maxCalls: 5,
  },
  'suppliers with products and purchase orders': {
    query: `{
      suppliers(first: 10, filter: { active: true, preferred: true }) {
        nodes {
          name url creditRating
          products(first: 2) { nodes { unit minOrderQuantity product { name stock { onHand } } } }
          purchaseOrders(first: 2) { nodes { total { amount } lines { ordered received product { number } } } }
        }
      }
    }`,
    maxCalls: 6,
  },
  'organizations, accounts and ledger entries': {
    query: `{
      organizations { name currency ownershipShare parent { name } children { name } }
      accounts { code name type rollUp parent { code } }
      ledgerEntries(first: 10, filter: { scenario: ACTUAL }) {
        nodes { postedOn department amount organization { name } account { code name } }
      }
      exchangeRates(first: 3, filter: { from: "USD" }) { nodes { ratedOn to averageRate } }
    }`,
    maxCalls: 5,
  },
  'categories with products and their orders': {
    query: `{
      categories {
        name
        children { name products(first: 2) { totalCount nodes { name reviews { totalCount nodes { rating } } orders(first: 2) { totalCount nodes { id } } } } }
      }
    }`,
    maxCalls: 6,
  },
  'customers of a territory, and orders of all territories': {
    query: `{
      territory(id: "territory:4") {
        customers(first: 5, orderBy: { field: NAME }) { totalCount nodes { name kind contacts { name role } } }
      }
      territories {
        name countryCode
        orders(first: 2, orderBy: { field: TOTAL }) { totalCount nodes { total { amount } customer { name } } }
      }
    }`,
    maxCalls: 6,
  },
  'a customer’s orders, and back to the customer': {
    query: `{
      customer(id: "customer:11176") {
        name
        orders(first: 5) {
          nodes {
            id
            invoice { id customer { id name orderCount } payments { nodes { amount { amount } customer { name } } } }
            lines { product { name suppliers(first: 1) { nodes { supplier { name } } } orders(first: 1) { nodes { id } } } }
          }
        }
      }
    }`,
    maxCalls: 9,
  },
  'unknown ids and names': {
    query: `{
      customer(id: "customer:99999999") { name orders { totalCount } }
      order(id: "order:99999999") { customer { name } }
      customers(filter: { name: "nobody is called this" }) { totalCount nodes { id } pageInfo { endCursor } }
    }`,
    maxCalls: 4,
  },
};
