-- Notices written on screens: every text a notice ever had, and whether its publication has been put on record.

-- When the publication was carried out and written into the log; the Agenda does it for a scheduled one, once.
alter table notices add column announced_at integer;
create index notices_due on notices (publish_at) where announced_at is null and created_by is not null;

create table notice_versions (
  notice_id text not null references notices (id),
  revision integer not null check (revision >= 1),
  at integer not null,
  by text not null,
  -- Saved by itself while somebody wrote; the next such within the same ten minutes takes its place.
  auto integer not null check (auto in (0, 1)),
  title text not null,
  source text not null,
  author text not null,
  body text not null,
  format text not null check (format in ('markdown', 'html')),
  primary key (notice_id, revision)
) strict;
