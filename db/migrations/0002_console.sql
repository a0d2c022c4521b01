-- What a campaign, a nominee and a notice need once they are written on screens: a draft state, and a revision by which
-- two people who edit the same thing find out (the second save names the revision it started from and is refused).

alter table campaigns add column published_at integer;
alter table campaigns add column template text not null default 'blank' check (length(template) between 1 and 20);
-- 002 §三.2: no fewer than five working days; a template may ask for more, never for fewer than one.
alter table campaigns add column publicity_days integer not null default 5 check (publicity_days between 1 and 60);
alter table campaigns add column four_eyes integer not null default 0 check (four_eyes in (0, 1));
alter table campaigns add column comments integer not null default 0 check (comments in (0, 1));
alter table campaigns add column revision integer not null default 1 check (revision >= 1);
alter table campaigns add column edited_by text;
alter table campaigns add column edited_at integer;
-- Everything imported so far is public.
update campaigns set published_at = imported_at;

alter table nominees add column revision integer not null default 1 check (revision >= 1);
alter table nominees add column edited_by text;
alter table nominees add column edited_at integer;
alter table nominees add column withdrawn_at integer;
alter table nominees add column withdrawn_reason text;

alter table notices add column format text not null default 'markdown' check (format in ('markdown', 'html'));
-- A result settles a public notice: linked both ways, as a correction is.
alter table notices add column settles text references notices (id);
alter table notices add column revision integer not null default 1 check (revision >= 1);
alter table notices add column created_by text;
alter table notices add column edited_by text;
alter table notices add column edited_at integer;
alter table notices add column approved_by text;
alter table notices add column approved_at integer;
