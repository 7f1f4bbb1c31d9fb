import { expect, test } from 'vitest';
import { toSupplier } from '../../datasources/erp/wire/supply.ts';

const SUPPLIER = {
  SupplierId: 7,
  Name: 'A',
  AccountNumber: 'B',
  CreditRating: 1,
  Preferred: true,
  Active: true,
};

test.each([
  ['www.shop.example/order', 'https://www.shop.example/order'],
  ['http://shop.example', 'http://shop.example'],
  ['shop.example:8080/order', 'https://shop.example:8080/order'],
  ['mailto:orders@shop.example', null],
  ['javascript:alert(1)', null],
  ['ftp://shop.example', null],
])('the address "%s" of a supplier becomes %s', (Url, url) => {
  expect(toSupplier({ ...SUPPLIER, Url })).toMatchObject({ url });
});
