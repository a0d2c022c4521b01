-- A voter asks why a ballot is not counted. One appeal a ballot; it is decided as a case of its own. No name and no
-- address: whoever holds the receipt is the appellant.
create table appeals (
  id text primary key check (id glob 'apl_*' and length(id) = 20),
  campaign_id text not null references campaigns (id),
  shard integer not null,
  seq integer not null check (seq >= 1),
  case_id text not null unique references cases (id),
  filed_day text not null,
  purged_at integer,
  unique (campaign_id, shard, seq)
) strict;

-- Law 9: what the voter wrote, sealed before it gets here. Public code cannot import the module that reads it.
create table appeal_texts (
  appeal_id text primary key references appeals (id),
  sealed blob not null
) strict;
