-- What one reviewer wrote of one nominee: a mark for every criterion, a note, or why the reviewer stays out of it.
create table panel_sheets (
  campaign_id text not null,
  staff_id text not null,
  number integer not null check (number >= 1),
  -- In the order of the criteria; null where none is given yet.
  marks text not null check (json_valid(marks) and json_type(marks) = 'array' and length(marks) <= 200),
  note text not null check (length(note) <= 4000),
  -- 1 when no mark is missing.
  complete integer not null check (complete in (0, 1)),
  recusal text check (length(recusal) between 2 and 200),
  revision integer not null default 1 check (revision >= 1),
  edited_at integer not null,
  primary key (campaign_id, staff_id, number),
  foreign key (campaign_id, staff_id) references panel_members (campaign_id, staff_id),
  -- A nominee that gets another number, or leaves the list before it is fixed, takes its sheets along.
  foreign key (campaign_id, number) references nominees (campaign_id, number) on update cascade on delete cascade,
  -- Who is recused has no marks: no code can write anything else.
  check (recusal is null or (marks = '[]' and complete = 0))
) strict, without rowid;

-- Handed in is handed in: what is on a sheet changes only while those of its reviewer are open, and none is written later. A
-- campaign that is restored brings its sheets along; they are older than their handing in.
create trigger panel_sheet_new before insert on panel_sheets when exists (select 1 from panel_members m where m.campaign_id = new.campaign_id and m.staff_id = new.staff_id and m.submitted_at < new.edited_at) begin select raise(abort, 'these sheets are handed in'); end;
create trigger panel_sheet before update of marks, note, complete, recusal on panel_sheets when exists (select 1 from panel_members m where m.campaign_id = new.campaign_id and m.staff_id = new.staff_id and m.submitted_at is not null) begin select raise(abort, 'these sheets are handed in'); end;
