-- Accounts that take two proofs to open, links by which people come in, and sessions that know when they were last proved.
-- An account that was invited and has no password yet has the empty text for a hash: nothing matches it.

alter table staff add column email text check (email is null or (email = lower(email) and instr(email, '@') > 1));
-- Set by the local build alone, for the demo and for tests; the production build takes no notice of it.
alter table staff add column factor_waived integer not null default 0 check (factor_waived in (0, 1));
alter table staff add column signed_in_at integer;
create unique index staff_by_email on staff (email) where email is not null;

alter table staff_sessions add column proved_at integer not null default 0;
alter table staff_sessions add column device text not null default '';
create index staff_sessions_by_staff on staff_sessions (staff_id);
-- They began with a password alone.
delete from staff_sessions;

create table staff_totp (
  staff_id text primary key references staff (id),
  secret_sealed text not null,
  -- The latest time step whose code was used: a code opens once (RFC 6238 §5.2).
  last_step integer not null,
  created_at integer not null
) strict;

create table staff_passkeys (
  id text primary key,
  staff_id text not null references staff (id),
  public_key blob not null,
  counter integer not null check (counter >= 0),
  transports text not null check (json_valid(transports)),
  name text not null check (length(name) between 1 and 40),
  created_at integer not null,
  used_at integer
) strict;
create index staff_passkeys_by_staff on staff_passkeys (staff_id);

create table staff_recovery_codes (
  staff_id text not null references staff (id),
  code_hash text not null check (length(code_hash) = 22),
  primary key (staff_id, code_hash)
) strict, without rowid;

-- One living link a person; the first administrator's has no person yet.
create table staff_links (
  token_hash text primary key check (length(token_hash) = 64),
  staff_id text unique references staff (id),
  kind text not null check (kind in ('first', 'invitation', 'recovery')),
  created_at integer not null,
  until_at integer not null,
  check ((kind = 'first') = (staff_id is null))
) strict;
create unique index staff_links_first on staff_links (kind) where kind = 'first';
