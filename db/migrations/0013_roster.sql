-- The list of those who may vote in a campaign. Neither name nor number is kept, only a keyed hash of both: whoever has the
-- table without the site's key learns how many people of which unit there are, and nobody's name.
create table roster_people (
  campaign_id text not null references campaigns (id),
  person_hash text not null,
  id text not null unique check (id glob 'per_*' and length(id) = 20),
  unit text not null,
  voter_class text not null check (voter_class in ('member', 'worker', 'public')),
  batch_id text not null references code_batches (id),
  verifier_hash text not null,
  link_hash text not null,
  failures integer not null default 0,
  used integer not null default 0 check (used in (0, 1)),
  primary key (campaign_id, person_hash)
) strict, without rowid;
create unique index roster_people_by_link on roster_people (campaign_id, link_hash);
create index roster_people_by_batch on roster_people (batch_id);

-- A list on its way in. Nothing of it counts until one batch of statements makes all of it live.
create table roster_imports (
  id text primary key check (id glob 'imp_*' and length(id) = 20),
  campaign_id text not null references campaigns (id),
  staff_id text not null,
  mode text not null check (mode in ('add', 'replace', 'reissue')),
  started_at integer not null,
  revision integer not null,
  result text check (result is null or json_valid(result))
) strict;

create table roster_staged (
  import_id text not null references roster_imports (id),
  person_hash text not null,
  row integer not null,
  id text not null,
  unit text not null,
  voter_class text not null,
  batch_id text not null,
  verifier_hash text not null,
  link_hash text not null,
  primary key (import_id, person_hash)
) strict, without rowid;

-- Counts the changes of a list: an import names the one it was checked against.
create table roster_revisions (
  campaign_id text primary key references campaigns (id),
  revision integer not null
) strict, without rowid;
