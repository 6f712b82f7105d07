-- The gateway's own tables. Times are milliseconds since 1970-01-01T00:00Z, amounts centavos.
-- There is no column for a card number, a CVV or track data: what is not there cannot be shown.

create table merchant (
  id           text primary key,
  name         text    not null,
  capture_mode text    not null check (capture_mode in ('automatic', 'manual')),
  descriptor   text    not null,      -- what the customer reads on a statement
  created_at   integer not null
);

create table merchant_method (
  merchant_id text    not null references merchant,
  method      text    not null,
  processor   text    not null,
  enabled     integer not null,
  primary key (merchant_id, method)
);

create table customer (
  id          text primary key,
  merchant_id text    not null references merchant,
  name        text    not null,
  email       text    not null,
  created_at  integer not null
);

create table instrument (
  id          text primary key,
  merchant_id text    not null references merchant,
  customer_id text    not null references customer,
  method      text    not null,
  last4       text    not null check (length(last4) = 4),
  expires     text    not null,      -- 2028-05
  created_at  integer not null,
  removed_at  integer
);

create table link (
  id          text primary key,
  merchant_id text    not null references merchant,
  description text    not null,
  amount      integer not null check (amount > 0),
  active      integer not null,
  created_at  integer not null
);

create table payment (
  id            text primary key,
  merchant_id   text    not null references merchant,
  status        text    not null check (status in
    ('authorised', 'captured', 'partially_refunded', 'refunded', 'cancelled', 'failed')),
  amount        integer not null check (amount > 0),
  captured      integer not null default 0 check (captured between 0 and amount),
  refunded      integer not null default 0 check (refunded between 0 and captured),
  method        text    not null,
  processor     text    not null,
  customer_id   text    not null references customer,
  instrument_id text    not null references instrument,
  description   text    not null,
  error_code    text,
  created_at    integer not null,
  updated_at    integer not null
);

create table refund (
  id          text primary key,
  merchant_id text    not null references merchant,
  payment_id  text    not null references payment,
  amount      integer not null check (amount > 0),
  reason      text    not null,
  created_at  integer not null
);

create table session (
  id          text primary key,
  merchant_id text    not null references merchant,
  status      text    not null check (status in ('open', 'complete', 'expired')),
  amount      integer not null check (amount > 0),
  link_id     text references link,
  payment_id  text references payment,
  created_at  integer not null,
  expires_at  integer not null
);

-- What was carried out under which reference: the gateway's idempotency keys.
create table operation (
  reference text primary key,
  rejected  text,                    -- the code of what stood against it; null if it was done
  at        integer not null
);

create index customer_listing on customer (merchant_id, created_at, id);
create index link_listing     on link     (merchant_id, created_at, id);
create index payment_listing  on payment  (merchant_id, created_at, id);
create index refund_listing   on refund   (merchant_id, created_at, id);
create index session_listing  on session  (merchant_id, created_at, id);
create index instrument_owner on instrument (customer_id);
create index refund_payment   on refund (payment_id);
