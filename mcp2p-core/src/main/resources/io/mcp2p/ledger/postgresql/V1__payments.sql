-- mcp2p's ledger in PostgreSQL. All times are milliseconds since 1970-01-01T00:00Z, all amounts minor units.

-- Which of these scripts were applied, whoever applied them. One row.
create table mcp2p_schema (version integer not null);
insert into mcp2p_schema (version) values (1);

create table mcp2p_payment (
  id             text    collate "C" primary key,
  seq            bigint  not null generated always as identity, -- the order of opening
  version        integer not null,      -- counts the steps; a step replaces the version that it knows
  mode           text    not null check (mode in ('test', 'live')),
  caller         text    not null,
  tool           text    not null,
  digest         text    not null,      -- keyed hash of caller, mode, tool and arguments
  rail           text    not null,
  kind           text    not null check (kind in ('payment', 'refund', 'action')),
  amount         bigint  not null check (amount >= 0),
  currency       text    not null,      -- ISO 4217
  payee          text    not null,      -- masked
  payee_hash     text    not null,      -- keyed hash of where the money goes
  summary        text    not null,      -- personal data: 'key id:base 64', or ':text' if stored plainly
  refund_of      text,                  -- the rail's reference of what a refund is for
  state          text    not null,
  reference      text,                  -- ours, once claimed for the rail
  rail_id        text,                  -- the rail's own id, where it gives one
  facts          text    not null,      -- JSON, {"name": "value"}
  limits         text    not null,      -- JSON, as the payment was opened with
  duplicate_of   text,
  settled_at     bigint,
  created_at     bigint  not null,
  updated_at     bigint  not null,
  ask_at         bigint,                -- when the rail is to be asked; of pending payments only
  history        text    not null,      -- JSON, oldest first
  purged_at      bigint,                -- when personal data was removed

  -- The question put to a person.
  challenge_id   text    not null,
  phone_hash     text    not null,      -- keyed hash
  sent_to        text    not null,      -- the phone, masked
  locale         text    not null,
  expires_at     bigint  not null,
  sends          integer not null,
  last_sent_at   bigint  not null,
  attempts_left  integer not null,
  verifier_state text,                  -- personal data, as summary
  code_hash      text                   -- keyed hash of the accepted code
);

create index mcp2p_payment_phone     on mcp2p_payment (mode, caller, phone_hash, seq);
create index mcp2p_payment_digest    on mcp2p_payment (mode, caller, digest, seq);
create index mcp2p_payment_listing   on mcp2p_payment (mode, caller, created_at, id);
create index mcp2p_payment_refund_of on mcp2p_payment (mode, caller, refund_of) where refund_of is not null;
create index mcp2p_payment_reference on mcp2p_payment (mode, caller, reference) where reference is not null;
create index mcp2p_payment_rail_id   on mcp2p_payment (mode, caller, rail_id) where rail_id is not null;
create index mcp2p_payment_due       on mcp2p_payment (mode, ask_at) where ask_at is not null;
create index mcp2p_payment_unpurged  on mcp2p_payment (created_at) where purged_at is null;

-- What a payment counts against, for the sums; whether it still counts is its state.
create table mcp2p_payment_limit (
  mode       text    not null,
  bucket     text    not null,
  created_at bigint  not null,          -- of the payment
  payment_id text    collate "C" not null,
  weight     bigint  not null,
  primary key (mode, bucket, created_at, payment_id) include (weight)
);

-- One entry a call, each chained to the one before; see AuditChain.
create table mcp2p_audit (
  line  bigint primary key,   -- from 1, without gaps
  entry text not null
);

-- Codes of a person's app that were accepted; see UsedSteps.
create table mcp2p_used_step (
  secret text primary key,   -- keyed hash under the secret itself
  step   bigint not null      -- the last one: 30 seconds, counted from 1970
);

-- How often things are done, over all nodes; see PostgresRates.
create table mcp2p_rate (
  key       text collate "C" primary key,   -- hash of what is counted for
  full_at   bigint[] not null,              -- when each of its buckets is full again, microseconds
  forget_at bigint   not null               -- the last of these
);

create index mcp2p_rate_forget on mcp2p_rate (forget_at);
