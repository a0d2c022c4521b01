-- Whole campaigns come in from a file in steps and are there in one (O4), and what was deleted on schedule is on record (law 9).

-- A campaign on its way in. Nothing of it counts until one batch of statements makes all of it live.
create table restores (
  id text primary key check (id glob 'rst_*' and length(id) = 20),
  campaign_id text not null unique check (campaign_id glob 'cmp_*' and length(campaign_id) = 20),
  slug text not null,
  started_at integer not null,
  -- The batch that makes it live writes 0 here where the rows are not those of this campaign, which this check refuses, and
  -- with it the whole batch.
  sound integer not null default 1 check (sound = 1)
) strict;

create table restore_rows (
  restore_id text not null references restores (id),
  name text not null,
  position integer not null check (position >= 0),
  row text not null check (json_valid(row)),
  primary key (restore_id, name, position)
) strict, without rowid;

-- Lines of the log that were written on another site and came with a campaign. They are apart from this site's own log,
-- whose order and chain they were never part of.
create table audit_earlier (
  campaign_id text not null references campaigns (id),
  position integer not null check (position >= 1),
  seq integer not null,
  at integer not null,
  actor text not null,
  role text not null,
  kind text not null,
  detail text not null check (json_valid(detail)),
  primary key (campaign_id, position)
) strict, without rowid;

-- What was deleted because its time was over: under which rule, how much, and never whose. `subject` is a campaign, or 'site'.
create table deletions (
  rule text not null,
  subject text not null,
  at integer not null,
  due_at integer not null,
  items integer not null check (items >= 1),
  primary key (rule, subject, at),
  check (due_at <= at)
) strict, without rowid;
create index deletions_by_time on deletions (at);

-- How many codes of a batch had been used, once the codes themselves are gone.
alter table code_batches add column used integer check (used >= 0);
