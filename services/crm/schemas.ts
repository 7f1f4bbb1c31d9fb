import { Type, type Static } from 'typebox';
import { ref } from '../kit/app.ts';

const nullable = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

/** An address at which a customer lives or receives goods. */
export const Address = Type.Object(
  {
    type: Type.Enum(['home', 'main_office', 'shipping', 'other'], {
      type: 'string',
      description: 'What the address is for.',
    }),
    line1: Type.String({ description: 'Street and number.' }),
    line2: nullable('Flat, floor, or the like.'),
    city: Type.String({ description: 'City or town.' }),
    state: nullable('Name of the state or province.'),
    stateCode: nullable('Code of the state or province, such as `WA`.'),
    countryCode: Type.String({ description: 'ISO 3166-1 alpha-2 code of the country, such as `US`.' }),
    postalCode: nullable('Postal code.'),
  },
  { $id: 'Address', description: 'A postal address of a customer.' },
);
export type Address = Static<typeof Address>;

/** Somebody who speaks for a store. */
export const Contact = Type.Object(
  {
    name: Type.String({ description: 'First and last name.' }),
    role: Type.String({ description: 'What the person does at the store, such as `Owner`.' }),
    email: nullable('E-mail address.'),
    phone: nullable('Telephone number.'),
  },
  { $id: 'Contact', description: 'A person who speaks for a store.' },
);
export type Contact = Static<typeof Contact>;

/** A person or a store that buys. */
export const Customer = Type.Object(
  {
    id: Type.String({ description: 'Id of the customer, such as `29485`.' }),
    kind: Type.Enum(['person', 'store'], {
      type: 'string',
      description: 'Whether a person or a store buys.',
    }),
    name: Type.String({ description: "A store's name, or a person's first and last name." }),
    firstName: Type.Optional(Type.String({ description: 'First name; persons only.' })),
    middleName: Type.Optional(
      Type.String({ description: 'Middle name or initial; persons who gave one only.' }),
    ),
    lastName: Type.Optional(Type.String({ description: 'Last name; persons only.' })),
    title: Type.Optional(
      Type.String({ description: 'Form of address, such as `Ms.`; persons who gave one only.' }),
    ),
    email: nullable("E-mail address; a store's is that of its first contact unless it was changed."),
    phone: nullable("Telephone number; a store's is that of its first contact unless it was changed."),
    accountNumber: Type.String({ description: '`AW` and eight digits; no two customers share one.' }),
    territoryId: nullable('Id of the sales territory.'),
    since: Type.Union([Type.String({ format: 'date' }), Type.Null()], {
      description: 'The day they became a customer; null if they have not ordered yet.',
    }),
    addresses: Type.Array(ref(Address), {
      description: 'Addresses; those of the store for a person at a store.',
    }),
    contacts: Type.Array(ref(Contact), {
      description: 'People of a store; empty for persons.',
    }),
    updatedAt: Type.String({ format: 'date-time', description: 'When the customer was last changed (UTC).' }),
  },
  { $id: 'Customer', description: 'A person or a store that buys.' },
);
export type Customer = Static<typeof Customer>;

/** One page of customers. */
export const CustomerPage = Type.Object(
  {
    results: Type.Array(ref(Customer), { description: 'The customers.' }),
    paging: Type.Object(
      {
        next: Type.Optional(
          Type.Object(
            { after: Type.String({ description: 'Value of `after` for the next page.' }) },
            { description: 'Absent on the last page.' },
          ),
        ),
      },
      { description: 'How to continue.' },
    ),
  },
  { $id: 'CustomerPage', description: 'One page of customers.' },
);

/** How many customers there are. */
export const CustomerCount = Type.Object(
  { count: Type.Integer({ minimum: 0, description: 'Customers that match the filters.' }) },
  { $id: 'CustomerCount', description: 'A number of customers.' },
);

/** The ids of a batch read. */
export const BatchReadInput = Type.Object(
  {
    inputs: Type.Array(Type.Object({ id: Type.String({ description: 'Id of a customer.' }) }), {
      description: 'At most 100; an id given twice is answered once.',
    }),
  },
  { $id: 'BatchReadInput', description: 'The customers to read.' },
);

/** The answer to a batch read. */
export const CustomerBatch = Type.Object(
  {
    status: Type.Enum(['COMPLETE'], {
      type: 'string',
      description: 'The read is done, whether or not all ids were found.',
    }),
    results: Type.Array(ref(Customer), {
      description: 'The customers found, by id, whatever the order of the inputs.',
    }),
    errors: Type.Array(
      Type.Object({
        id: Type.String({ description: 'The id as it was given.' }),
        category: Type.Enum(['OBJECT_NOT_FOUND'], { type: 'string', description: 'What is wrong with it.' }),
        message: Type.String({ description: 'The same in words.' }),
      }),
      { description: 'The ids that are not there; empty with status 200.' },
    ),
  },
  { $id: 'CustomerBatch', description: 'Customers read by id.' },
);

/** A sales territory. */
export const Territory = Type.Object(
  {
    id: Type.String({ description: 'Id of the territory, such as `4`.' }),
    name: Type.String({ description: 'Name, such as `Southwest`.' }),
    countryCode: Type.String({ description: 'ISO 3166-1 alpha-2 code of its country.' }),
    group: Type.String({ description: 'Part of the world, such as `Europe`.' }),
  },
  { $id: 'Territory', description: 'A sales territory.' },
);
export type Territory = Static<typeof Territory>;

/** All territories. */
export const TerritoryList = Type.Object(
  {
    results: Type.Array(ref(Territory), {
      description: 'All of them, by id.',
    }),
  },
  { $id: 'TerritoryList', description: 'All sales territories.' },
);
