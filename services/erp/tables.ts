/**
 * Tables and indices. Money is an integer of ten-thousandths, times are RFC 3339 in UTC with milliseconds, so
 * that text compares as time; `stock` rows may be at zero and are never deleted.
 */
export const TABLES = `
  CREATE TABLE item (
    product_id INTEGER PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, made_in_house INTEGER NOT NULL,
    finished_good INTEGER NOT NULL, safety_stock INTEGER NOT NULL, reorder_point INTEGER NOT NULL,
    standard_cost INTEGER NOT NULL, days_to_manufacture INTEGER NOT NULL) STRICT;
  CREATE TABLE location (
    location_id INTEGER PRIMARY KEY, name TEXT NOT NULL, cost_rate INTEGER NOT NULL,
    availability_hours REAL NOT NULL) STRICT;
  CREATE TABLE stock (
    product_id INTEGER NOT NULL REFERENCES item, location_id INTEGER NOT NULL REFERENCES location,
    shelf TEXT, bin INTEGER, on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    PRIMARY KEY (product_id, location_id)) STRICT, WITHOUT ROWID;
  CREATE INDEX stock_location ON stock (location_id);
  CREATE UNIQUE INDEX stock_id ON stock (product_id || '-' || location_id);
  CREATE TABLE supplier (
    supplier_id INTEGER PRIMARY KEY, account_number TEXT NOT NULL, name TEXT NOT NULL,
    credit_rating INTEGER NOT NULL, preferred INTEGER NOT NULL, active INTEGER NOT NULL, url TEXT) STRICT;
  CREATE TABLE supplier_item (
    product_id INTEGER NOT NULL REFERENCES item, supplier_id INTEGER NOT NULL REFERENCES supplier,
    lead_time_days INTEGER NOT NULL, standard_price INTEGER NOT NULL, last_receipt_cost INTEGER,
    last_receipt_on TEXT, min_order_qty INTEGER NOT NULL, max_order_qty INTEGER NOT NULL, on_order_qty INTEGER,
    unit TEXT NOT NULL, PRIMARY KEY (product_id, supplier_id)) STRICT, WITHOUT ROWID;
  CREATE INDEX supplier_item_supplier ON supplier_item (supplier_id);
  CREATE TABLE purchase_order (
    purchase_order_id INTEGER PRIMARY KEY, status TEXT NOT NULL, supplier_id INTEGER NOT NULL REFERENCES supplier,
    ordered_on TEXT NOT NULL, shipped_on TEXT, subtotal INTEGER NOT NULL, tax INTEGER NOT NULL,
    freight INTEGER NOT NULL, total INTEGER NOT NULL) STRICT;
  CREATE INDEX purchase_order_supplier ON purchase_order (supplier_id);
  CREATE INDEX purchase_order_status ON purchase_order (status);
  CREATE INDEX purchase_order_ordered ON purchase_order (ordered_on);
  CREATE TABLE purchase_order_line (
    purchase_order_id INTEGER NOT NULL REFERENCES purchase_order, line_number INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES item, due_on TEXT NOT NULL, ordered_qty INTEGER NOT NULL,
    unit_price INTEGER NOT NULL, received_qty INTEGER NOT NULL, rejected_qty INTEGER NOT NULL,
    stocked_qty INTEGER NOT NULL, PRIMARY KEY (purchase_order_id, line_number)) STRICT, WITHOUT ROWID;
  CREATE INDEX purchase_order_line_product ON purchase_order_line (product_id, purchase_order_id);
  CREATE TABLE stock_adjustment (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, product_id INTEGER NOT NULL, location_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
  CREATE TABLE reservation (
    reservation_id TEXT PRIMARY KEY, reference TEXT NOT NULL, status TEXT NOT NULL,
    expires_at TEXT NOT NULL) STRICT;
  CREATE INDEX reservation_held ON reservation (status, expires_at);
  CREATE TABLE reservation_line (
    reservation_id TEXT NOT NULL REFERENCES reservation, product_id INTEGER NOT NULL,
    location_id INTEGER NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (reservation_id, product_id, location_id)) STRICT, WITHOUT ROWID;
`;
