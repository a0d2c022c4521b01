-- People's comments on nominees (百姓评语, P4). A text is public only in the state 'shown', which only staff give it.
-- `writer` is a keyed tag of a device and a campaign, never an address, and goes after a month; with it go the limits.

create table comments (
  id text primary key check (id glob 'cmt_*' and length(id) = 20),
  campaign_id text not null references campaigns (id),
  number integer not null check (number >= 1),
  text text not null check (length(text) between 5 and 200),
  signature text not null check (length(signature) <= 20),
  state text not null default 'waiting' check (state in ('waiting', 'shown', 'refused')),
  reason text,
  chosen integer not null default 0 check (chosen in (0, 1)),
  masked integer not null default 0 check (masked in (0, 1)),
  reports integer not null default 0 check (reports >= 0),
  written_at integer not null,
  day text not null,
  writer text check (length(writer) = 22),
  seat integer not null check (seat between 1 and 5),
  revision integer not null default 1 check (revision >= 1),
  judged_by text,
  judged_at integer,
  check ((state = 'refused') = (reason is not null)),
  check (state = 'shown' or chosen = 0),
  check ((judged_by is null) = (judged_at is null)),
  check (state = 'waiting' or judged_at is not null),
  unique (writer, number, day),
  unique (writer, day, seat)
) strict;
create index comments_by_nominee on comments (campaign_id, number, state, written_at);
create index comments_by_state on comments (campaign_id, state, written_at);
create index comments_to_forget on comments (written_at) where writer is not null;

-- One row per device that reported a shown comment; counted, never added up.
create table comment_reports (
  comment_id text not null references comments (id),
  reporter text not null check (length(reporter) = 22),
  reason text not null check (reason in ('untrue', 'offending', 'private', 'advertising', 'other')),
  at integer not null,
  primary key (comment_id, reporter)
) strict, without rowid;
create index comment_reports_to_forget on comment_reports (at);
