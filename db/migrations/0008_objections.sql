-- What may be known of an objection without reading it. Days, not moments: the minute could tell who was at the screen.
create table objections (
  id text primary key check (id glob 'obj_*' and length(id) = 20),
  notice_id text not null references notices (id),
  campaign_id text references campaigns (id),
  -- A keyed hash; the code itself is shown once and kept nowhere.
  tracking_hash text not null unique check (length(tracking_hash) = 64),
  state text not null check (state in ('received', 'accepted', 'declined', 'investigating', 'answered', 'closed')),
  named integer not null check (named in (0, 1)),
  filed_day text not null,
  since_day text not null check (since_day >= filed_day),
  files integer not null check (files >= 0),
  supplements integer not null default 0 check (supplements >= 0),
  revision integer not null default 1 check (revision >= 1),
  moved_by text,
  moved_at integer,
  purged_at integer,
  check ((moved_by is null) = (moved_at is null))
) strict;
create index objections_by_notice on objections (notice_id, state);

-- Law 9: public code cannot import the module that reads these two tables. What they hold is sealed before it gets here.
create table objection_papers (
  objection_id text not null references objections (id),
  paper text not null check (length(paper) = 16),
  position integer not null,
  kind text not null check (kind in ('statement', 'supplement', 'reason', 'answer', 'note')),
  written_day text not null,
  staff_id text,
  sealed blob not null,
  primary key (objection_id, paper),
  unique (objection_id, position),
  check ((staff_id is null) = (kind in ('statement', 'supplement')))
) strict;

create table objection_files (
  objection_id text not null,
  paper text not null,
  position integer not null,
  object text not null unique,
  size integer not null check (size >= 0),
  sealed blob not null,
  primary key (objection_id, paper, position),
  foreign key (objection_id, paper) references objection_papers (objection_id, paper)
) strict;
