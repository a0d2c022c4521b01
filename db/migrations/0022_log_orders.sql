-- What the logs of a campaign are to say after the close beside the vote itself (trust 4.1): a new key, which an operator
-- orders, and a correction, which waits as soon as its notice is out. A row says how far that has come.
create table log_keys (
  campaign_id text not null references campaigns (id),
  -- The first key is that of the manifest.
  number integer not null check (number >= 2),
  ordered_at integer not null,
  tried_at integer,
  entered_at integer,
  primary key (campaign_id, number)
) strict, without rowid;

-- One at a time: the next is ordered when every log has this one.
create unique index log_keys_waiting on log_keys (campaign_id) where entered_at is null;

create table log_corrections (
  notice_id text primary key references notices (id),
  campaign_id text not null references campaigns (id),
  tried_at integer not null,
  entered_at integer,
  -- SHA-256 of the text of the notice, and the entry that holds it; no entry where a campaign of before keeps no log.
  hash text check (length(hash) = 64 and hash not glob '*[^0-9a-f]*'),
  entry integer check (entry >= 1),
  check ((hash is null) = (entered_at is null)),
  check (entry is null or entered_at is not null)
) strict, without rowid;

-- Each trigger stands on one line because the migration runner of one machine ends a statement where a line ends in one.
create trigger log_corrections_stand before update on log_corrections when old.entered_at is not null begin select raise(abort, 'what a log holds it holds for ever'); end;
create trigger log_keys_stand before update on log_keys when old.entered_at is not null begin select raise(abort, 'what a log holds it holds for ever'); end;
