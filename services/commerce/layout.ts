/**
 * DDL of the shop. Money is an integer of ten-thousandths. Sums over order lines are never stored, so that
 * no write can make them stale.
 */
export const LAYOUT = `
  CREATE TABLE category (
    id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES category (id), name TEXT NOT NULL) STRICT;
  CREATE TABLE product (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE,
    description TEXT, color TEXT, size TEXT, size_unit TEXT, weight REAL, weight_unit TEXT,
    line TEXT, class TEXT, style TEXT, model TEXT, category_id INTEGER REFERENCES category (id),
    list_price INTEGER NOT NULL, sell_start TEXT NOT NULL, sell_end TEXT, updated_at TEXT NOT NULL) STRICT;
  CREATE INDEX product_category ON product (category_id);
  CREATE TABLE review (
    id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES product (id), reviewer TEXT NOT NULL,
    reviewed_on TEXT NOT NULL, rating INTEGER NOT NULL, comments TEXT) STRICT;
  CREATE INDEX review_product ON review (product_id);
  CREATE TABLE reason (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE ship_method (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  -- book_id is the id in the address book; an address that was only given with one order has none.
  CREATE TABLE address (
    id INTEGER PRIMARY KEY, book_id INTEGER, line1 TEXT NOT NULL, line2 TEXT, city TEXT NOT NULL, state TEXT,
    state_code TEXT, country_code TEXT NOT NULL, postal_code TEXT) STRICT;
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY, status TEXT NOT NULL, channel TEXT NOT NULL, ordered_on TEXT NOT NULL,
    due_on TEXT NOT NULL, shipped_on TEXT, customer_id INTEGER NOT NULL, territory_id INTEGER,
    bill_to INTEGER NOT NULL REFERENCES address (id), ship_to INTEGER NOT NULL REFERENCES address (id),
    ship_method_id INTEGER REFERENCES ship_method (id), currency TEXT NOT NULL, exchange_rate_id INTEGER,
    subtotal INTEGER NOT NULL, tax INTEGER NOT NULL, freight INTEGER NOT NULL, total INTEGER NOT NULL,
    cancel_reason TEXT, reservation TEXT, updated_at TEXT NOT NULL) STRICT;
  CREATE INDEX orders_customer ON orders (customer_id);
  CREATE INDEX orders_territory ON orders (territory_id);
  CREATE INDEX orders_ordered_on ON orders (ordered_on);
  CREATE INDEX orders_total ON orders (total);
  CREATE INDEX orders_status ON orders (status);
  CREATE INDEX orders_channel ON orders (channel);
  CREATE INDEX orders_reservation ON orders (reservation);
  CREATE TABLE order_line (
    order_id INTEGER NOT NULL REFERENCES orders (id), line_number INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id), quantity INTEGER NOT NULL, unit_price INTEGER NOT NULL,
    tax INTEGER NOT NULL, PRIMARY KEY (order_id, line_number)) STRICT, WITHOUT ROWID;
  CREATE INDEX order_line_product ON order_line (product_id, order_id);
  CREATE TABLE order_reason (
    order_id INTEGER NOT NULL REFERENCES orders (id), reason_id INTEGER NOT NULL REFERENCES reason (id),
    PRIMARY KEY (order_id, reason_id)) STRICT, WITHOUT ROWID;
`;
