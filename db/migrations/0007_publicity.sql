-- What a public notice (公示) is more than a notice: whom it shows, where else it was posted, how it was lengthened, and how it ended.

create table publicity (
  notice_id text primary key references notices (id),
  -- When the list was first written: from then on every name added to a published notice asks for its full period.
  listed_at integer,
  -- The year without an official calendar for whose days the organizer answers; null when every day is counted.
  uncounted_year text check (uncounted_year glob '[0-9][0-9][0-9][0-9]'),
  -- A save names the revision it started from. A statement that finds another writes 0 here, which this check refuses, and
  -- with it the whole batch.
  revision integer not null default 1 check (revision >= 1),
  edited_by text,
  edited_at integer,
  concluded_at integer,
  concluded_by text,
  check ((concluded_at is null) = (concluded_by is null))
) strict;

-- The list as it was shown: another person under the same number later is another line.
create table publicity_nominees (
  notice_id text not null references notices (id),
  number integer not null check (number >= 1),
  position integer not null,
  name text not null check (length(name) >= 1),
  unit text not null,
  category text not null,
  added_at integer not null,
  primary key (notice_id, number)
) strict;

create table publicity_extensions (
  notice_id text not null references notices (id),
  at integer not null,
  before_day text not null,
  through_day text not null,
  reason text not null check (length(reason) >= 1),
  extended_by text not null,
  primary key (notice_id, at),
  check (through_day > before_day)
) strict;

create table publicity_levels (
  notice_id text not null references notices (id),
  position integer not null,
  level text not null check (level in ('unit', 'county', 'city', 'province', 'media')),
  place text not null check (length(place) >= 1),
  from_day text not null,
  through_day text not null,
  result text not null,
  primary key (notice_id, position),
  check (from_day <= through_day)
) strict;

create table publicity_evidence (
  notice_id text not null,
  level_position integer not null,
  position integer not null,
  name text not null check (length(name) >= 1),
  media_type text not null,
  size integer not null check (size >= 0),
  object text not null,
  primary key (notice_id, level_position, position),
  foreign key (notice_id, level_position) references publicity_levels (notice_id, position)
) strict;
