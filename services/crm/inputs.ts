import { Type, type Static } from 'typebox';
import { ref } from '../kit/app.ts';

const MAX_NAME = 200;
/** Letters of all languages, as in the sample data; `format: 'email'` accepts only ASCII. */
const EMAIL = '^[^\\s@]{1,64}@[^\\s@.]+(\\.[^\\s@.]+)+$';

const clearable = (maxLength: number, description: string) =>
  Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength }), Type.Null()], { description }));

/** An address in a write. */
export const AddressInput = Type.Object(
  {
    type: Type.Enum(['home', 'main_office', 'shipping', 'other'], {
      type: 'string',
      description: 'What the address is for.',
    }),
    line1: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'Street and number.' }),
    line2: clearable(MAX_NAME, 'Flat, floor, or the like.'),
    city: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'City or town.' }),
    state: clearable(MAX_NAME, 'Name of the state or province.'),
    stateCode: clearable(10, 'Code of the state or province, such as `WA`.'),
    countryCode: Type.String({
      pattern: '^[A-Z]{2}$',
      description: 'ISO 3166-1 alpha-2 code, such as `US`.',
    }),
    postalCode: clearable(20, 'Postal code.'),
  },
  { $id: 'AddressInput', description: 'An address to keep; what is left out is null.' },
);
export type AddressInput = Static<typeof AddressInput>;

const FIELDS = {
  name: Type.Optional(Type.String({ maxLength: MAX_NAME, description: "A store's name; stores only." })),
  firstName: Type.Optional(Type.String({ maxLength: MAX_NAME, description: 'First name; persons only.' })),
  lastName: Type.Optional(Type.String({ maxLength: MAX_NAME, description: 'Last name; persons only.' })),
  email: Type.Optional(
    Type.Union([Type.String({ pattern: EMAIL, maxLength: 254 }), Type.Null()], {
      description: 'E-mail address that no other customer has.',
    }),
  ),
  phone: clearable(40, 'Telephone number.'),
  territoryId: clearable(15, 'Id of a sales territory.'),
  addresses: Type.Optional(
    Type.Array(ref(AddressInput), {
      maxItems: 20,
      description: 'All addresses of the customer; they replace what was there.',
    }),
  ),
};

/** A new customer. */
export const CustomerInput = Type.Object(
  {
    kind: Type.Enum(['person', 'store'], {
      type: 'string',
      description: 'A person needs `firstName` and `lastName`, a store needs `name`.',
    }),
    ...FIELDS,
  },
  { $id: 'CustomerInput', description: 'A new customer.' },
);
export type CustomerInput = Static<typeof CustomerInput>;

/** The changes to a customer. */
export const CustomerPatch = Type.Object(FIELDS, {
  $id: 'CustomerPatch',
  description: 'What is to change; what is left out stays, null clears.',
});
export type CustomerPatch = Static<typeof CustomerPatch>;

/** A receiver of changes to register. */
export const WebhookInput = Type.Object(
  {
    url: Type.String({
      format: 'uri',
      pattern: '^https?://',
      maxLength: 2_000,
      description: 'Where changes are posted to, as CloudEvents 1.0 in structured JSON.',
    }),
    secret: Type.String({
      // Whole groups of base64 only: anything else would fail at the first delivery instead of here.
      pattern: '^whsec_(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
      maxLength: 200,
      description: 'Standard Webhooks secret: `whsec_` and the key in base64.',
    }),
    payload: Type.Optional(
      Type.Enum(['full', 'thin'], {
        type: 'string',
        default: 'full',
        description: 'Whether events say what changed and whose it is, or only that something did.',
      }),
    ),
  },
  { $id: 'WebhookInput', description: 'A receiver of changes to register.' },
);

/** A registered receiver of changes. */
export const WebhookTarget = Type.Object(
  {
    id: Type.String({ description: 'Id of the registration.' }),
    url: Type.String({ description: 'Where changes are posted to.' }),
  },
  { $id: 'WebhookTarget', description: 'A registered receiver of changes.' },
);
