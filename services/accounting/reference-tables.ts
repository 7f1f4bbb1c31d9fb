import type { DatabaseSync } from 'node:sqlite';
import type { FastifySchema } from 'fastify';
import type { TObject } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { text, textOrNull, type Row } from './query.ts';
import { problems } from './schemas/fields.ts';
import {
  AccountList,
  CurrencyList,
  DepartmentList,
  OrganisationList,
  type Account,
  type Currency,
  type Department,
  type Organisation,
} from './schemas/ledger.ts';

/** All of these tables are far below it, so each is answered whole. */
const PAGE_SIZE = 200;

interface ReferenceTable {
  readonly name: string;
  readonly sql: string;
  readonly list: TObject;
  readonly toWire: (row: Row) => object;
}

const TABLES: readonly ReferenceTable[] = [
  { name: 'Accounts', sql: 'SELECT * FROM account ORDER BY id', list: AccountList, toWire: toAccount },
  {
    name: 'Organisations',
    sql: 'SELECT * FROM organisation ORDER BY id',
    list: OrganisationList,
    toWire: toOrganisation,
  },
  {
    name: 'Departments',
    sql: 'SELECT * FROM department ORDER BY id',
    list: DepartmentList,
    toWire: toDepartment,
  },
  { name: 'Currencies', sql: 'SELECT * FROM currency ORDER BY code', list: CurrencyList, toWire: toCurrency },
];

/** Adds `GET /Accounts`, `/Organisations`, `/Departments` and `/Currencies`: all rows on one page. */
export function addReferenceTables(app: ServiceApp, db: DatabaseSync): void {
  for (const { name, sql, list, toWire } of TABLES) {
    const schema: FastifySchema = {
      operationId: `list${name}`,
      summary: `All ${name}`,
      response: { 200: ref(list), ...problems() },
    };
    app.get(`/${name}`, { schema, config: { maxAge: 300 } }, () => ({
      [name]: db.prepare(sql).all().map(toWire),
      Pagination: { Page: 1, PageSize: PAGE_SIZE, HasMore: false },
    }));
  }
}

function toAccount(row: Row): Account {
  return {
    AccountID: text(row, 'id'),
    ParentID: textOrNull(row, 'parent_id'),
    Code: text(row, 'code'),
    Name: text(row, 'name'),
    Type: textOrNull(row, 'type'),
    Operator: text(row, 'operator') as Account['Operator'],
    ValueType: text(row, 'value_type') as Account['ValueType'],
  };
}

function toOrganisation(row: Row): Organisation {
  return {
    OrganisationID: text(row, 'id'),
    ParentID: textOrNull(row, 'parent_id'),
    Name: text(row, 'name'),
    OwnershipShare: Number(row['ownership_share']),
    CurrencyCode: text(row, 'currency_code'),
  };
}

function toDepartment(row: Row): Department {
  return {
    DepartmentID: text(row, 'id'),
    ParentID: textOrNull(row, 'parent_id'),
    Name: text(row, 'name'),
  };
}

function toCurrency(row: Row): Currency {
  return { CurrencyCode: text(row, 'code'), Name: text(row, 'name') };
}
