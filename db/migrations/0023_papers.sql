-- Papers of a nominee for those who judge (T3, M3): recommendation, proofs, opinions of other bodies, the report of an
-- inspection. They name people, so name and content are sealed before they get here, and public code cannot import the
-- module that reads this table (law 9).
create table dossier_papers (
  campaign_id text not null,
  id text not null check (id glob 'pap_*' and length(id) = 20),
  number integer not null,
  position integer not null check (position >= 0),
  kind text not null check (kind in ('recommendation', 'evidence', 'opinions', 'inspection', 'other')),
  media_type text not null,
  -- In bytes, before it is sealed.
  size integer not null check (size > 0),
  object text not null unique check (object glob 'sealed/cmp_*/*'),
  -- A keyed hash of the content: the same file sent twice is one paper.
  mark text not null check (length(mark) = 43),
  sealed_name blob not null,
  added_by text not null,
  added_at integer not null,
  primary key (campaign_id, id),
  unique (campaign_id, number, mark),
  -- Papers go with their nominee to another number; a nominee who has papers is not deleted.
  foreign key (campaign_id, number) references nominees (campaign_id, number) on update cascade
) strict, without rowid;
