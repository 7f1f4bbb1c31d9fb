import { Type, type Static } from 'typebox';
import { ref } from '../../kit/app.ts';
import { amount, currency, day, id, nullable } from './fields.ts';

/** Open invoices of one range of ages. */
export const AgeBucket = Type.Object(
  {
    FromDays: Type.Integer({ description: 'Least days since IssuedOn.' }),
    ToDays: nullable(Type.Integer({ description: 'Most days since IssuedOn; null for no limit.' })),
    Invoices: Type.Integer({ description: 'Invoices with something due.' }),
    Amount: amount('Sum of what is due.'),
  },
  { $id: 'AgeBucket', description: 'Open invoices of one range of ages.' },
);
export type AgeBucket = Static<typeof AgeBucket>;

/** Open invoices by age. */
export const AgedReceivables = Type.Object(
  {
    AsOf: day('Day the report looks at.'),
    Buckets: Type.Array(ref(AgeBucket), { description: 'From the youngest to the oldest; empty ones too.' }),
    CurrencyCode: currency('Currency of the invoices in the report.'),
    Total: amount('Sum of all buckets.'),
  },
  { $id: 'AgedReceivables', description: 'Open invoices by age.' },
);

/** One row of a profit and loss report. */
export const ProfitAndLossRow = Type.Object(
  {
    OrganisationID: nullable(id('The organisation; null unless GroupBy=Organisation.')),
    Period: nullable(
      Type.String({
        description: 'Calendar period of PostedOn: `2013-06`, `2013-Q2`, `2013`; null for Period=total.',
      }),
    ),
    NetSales: amount('Account 4100 and what adds to it.'),
    CostOfSales: amount('Account 5000 and what adds to it; a cost is positive.'),
    GrossMargin: amount('Account 400: NetSales less CostOfSales.'),
    OperatingExpenses: amount('Account 60 and what adds to it; an expense is positive.'),
    OperatingProfit: amount('Account 40: GrossMargin less OperatingExpenses.'),
    OtherIncome: amount('Account 80 and what adds to it, net of interest expense; negative for a loss.'),
    Taxes: amount('Account 8500; a tax is positive.'),
    NetIncome: amount('Account 4: OperatingProfit plus OtherIncome less Taxes.'),
    CurrencyCode: currency('Currency of the amounts.'),
  },
  { $id: 'ProfitAndLossRow', description: 'One row of a profit and loss report.' },
);
export type ProfitAndLossRow = Static<typeof ProfitAndLossRow>;

/** A profit and loss report. */
export const ProfitAndLoss = Type.Object(
  {
    Rows: Type.Array(ref(ProfitAndLossRow), {
      description: 'By Period, OrganisationID and CurrencyCode. There is no row where nothing was posted.',
    }),
  },
  { $id: 'ProfitAndLoss', description: 'A profit and loss report.' },
);

const HASH = { pattern: '^\\d{1,19}$' };

/** The control totals of one block of order ids. */
export const ControlBlock = Type.Object(
  {
    Block: Type.Integer({ description: 'Order id divided by the block size, rounded down.' }),
    Count: Type.Integer({ description: 'Invoices not voided.' }),
    Total: amount('Sum of their totals, whatever their currencies.'),
    ContactHash: Type.String({ ...HASH, description: 'Σ OrderID·ContactID mod 2^61−1.' }),
    TotalHash: Type.String({ ...HASH, description: 'Σ OrderID·(Total in ten-thousandths) mod 2^61−1.' }),
    CurrencyHash: Type.String({
      ...HASH,
      description: 'Σ OrderID·(the letters of CurrencyCode as a number in base 256) mod 2^61−1.',
    }),
  },
  { $id: 'ControlBlock', description: 'The control totals of one block of order ids.' },
);
export type ControlBlock = Static<typeof ControlBlock>;

/** Control totals by block of order ids. */
export const ControlTotals = Type.Object(
  {
    Blocks: Type.Array(ref(ControlBlock), {
      description: 'By Block. A block without an invoice is left out.',
    }),
  },
  { $id: 'ControlTotals', description: 'Control totals of the invoices, by block of order ids.' },
);

/** The response of the token endpoint. */
export const AccessToken = Type.Object(
  {
    access_token: Type.String({ description: 'Opaque text for `Authorization: Bearer`.' }),
    token_type: Type.Unsafe<'Bearer'>({ type: 'string', enum: ['Bearer'], description: 'Always Bearer.' }),
    expires_in: Type.Integer({ description: 'Seconds until it expires.' }),
  },
  { $id: 'AccessToken', description: 'An access token (RFC 6749, section 5.1).' },
);
