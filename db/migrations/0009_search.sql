-- Search over notices and nominees (N6). SQLite cannot cut Chinese into pairs of signs, so triggers only note that
-- something is to be read anew, and the Worker reads it (worker/search-index.ts). Whoever writes a notice or a nominee need
-- not know of this. The index proposes; what may be shown is asked of the rows themselves (db/search.ts).
-- Each trigger stands on one line because the migration runner of one machine ends a statement where a line ends in one.

create table search_rows (
  id integer primary key,
  notice_id text unique,
  campaign_id text,
  number integer,
  -- Counts the changes seen; what the index holds is that of change number `indexed`.
  wanted integer not null default 1 check (wanted >= 1),
  indexed integer not null default 0 check (indexed between 0 and wanted),
  unique (campaign_id, number),
  check ((campaign_id is null) = (number is null)),
  check ((notice_id is null) = (campaign_id is not null))
) strict;
create index search_rows_due on search_rows (id) where indexed < wanted;

-- The text itself is not kept a second time (content = ''). Every sign beyond ASCII belongs to a word, whatever Unicode says of it.
create virtual table search_index using fts5 (title, side, body, tokenize = 'ascii', content = '', contentless_delete = 1);

-- Whether a row may be shown, without a look at its texts, which come before these columns in the row.
create index notices_shown on notices (id, publish_at, withdrawn_at, campaign_id, kind);
create index nominees_shown on nominees (campaign_id, number, withdrawn_at);

create trigger search_notice_added after insert on notices begin insert into search_rows (notice_id) values (new.id) on conflict (notice_id) do update set wanted = wanted + 1; end;
create trigger search_notice_changed after update of title, source, body, format on notices begin update search_rows set wanted = wanted + 1 where notice_id = new.id; end;
create trigger search_notice_gone after delete on notices begin update search_rows set wanted = wanted + 1 where notice_id = old.id; end;
create trigger search_nominee_added after insert on nominees begin insert into search_rows (campaign_id, number) values (new.campaign_id, new.number) on conflict (campaign_id, number) do update set wanted = wanted + 1; end;
create trigger search_nominee_changed after update of name, unit, post, brief, deeds, honours, initials on nominees begin update search_rows set wanted = wanted + 1 where campaign_id = new.campaign_id and number = new.number; end;
create trigger search_nominee_renumbered after update of campaign_id, number on nominees when old.campaign_id <> new.campaign_id or old.number <> new.number begin update search_rows set wanted = wanted + 1 where campaign_id = old.campaign_id and number = old.number; insert into search_rows (campaign_id, number) values (new.campaign_id, new.number) on conflict (campaign_id, number) do update set wanted = wanted + 1; end;
create trigger search_nominee_gone after delete on nominees begin update search_rows set wanted = wanted + 1 where campaign_id = old.campaign_id and number = old.number; end;

insert into search_rows (notice_id) select id from notices;
insert into search_rows (campaign_id, number) select campaign_id, number from nominees;

-- The address of a notice never dies: what is published or has a moment set stays a row under its id; only a draft can go.
create trigger notice_stays before delete on notices when old.publish_at is not null begin select raise(abort, 'a notice that was given a moment is withdrawn, never deleted'); end;
create trigger notice_keeps_its_address before update of id on notices when old.id <> new.id begin select raise(abort, 'a notice keeps its address'); end;
