-- A batch may be for one class of voters, and may be called back. A code has a second form, a link of 128 bits, and may be
-- tied to one WeChat account; whether it was used is kept, but not when.
alter table code_batches add column voter_class text check (voter_class in ('member', 'worker', 'public'));
alter table code_batches add column revoked_at integer;
alter table code_batches add column for_list text not null default 'codes' check (for_list in ('codes', 'roster'));

alter table voting_codes add column voter_class text check (voter_class in ('member', 'worker', 'public'));
alter table voting_codes add column link_hash text;
alter table voting_codes add column used integer not null default 0 check (used in (0, 1));
alter table voting_codes add column bound_to text;
create unique index voting_codes_by_link on voting_codes (campaign_id, link_hash) where link_hash is not null;
create unique index voting_codes_by_account on voting_codes (campaign_id, bound_to) where bound_to is not null;

-- Tries that met no living code. A try that meets one writes to the code; one that does not writes here, so that neither
-- the work nor the time of an answer tells them apart.
create table code_misses (
  campaign_id text primary key references campaigns (id),
  misses integer not null
) strict, without rowid;
