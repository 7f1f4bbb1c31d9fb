/**
 * The domains of the graph. To add one, add its files (`schema/<name>.graphql`, `resolvers/<name>.ts`, its system in `datasources/`) and
 * one line here; the export's name is the domain's name.
 */
export { cache } from './cache.ts';
export { changes } from './changes/index.ts';
export { customer } from './customer.ts';
export { invoice } from './invoice.ts';
export { key } from './key/index.ts';
export { ledger } from './ledger.ts';
export { operation } from './operation/index.ts';
export { order } from './order/index.ts';
export { product } from './product.ts';
export { reconciliation } from './reconciliation/index.ts';
export { report } from './report.ts';
export { stock } from './stock/index.ts';
export { supplier } from './supplier.ts';
export { usage } from './usage/index.ts';
export { webhook } from './webhook/index.ts';
export { node } from './node.ts';
