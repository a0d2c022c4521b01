-- Every line of the log carries the hash of the one before it (ASVS 16.4.2; worker/rules/audit-chain.ts says how it is
-- made). Lines from before this have an empty hash until the first line after it is written, which links them all.
-- Each trigger stands on one line because the migration runner of one machine ends a statement where a line ends in one.
alter table audit_events add column hash text not null default '' check (hash = '' or (length(hash) = 64 and hash not glob '*[^0-9a-f]*'));

create trigger audit_events_linked before insert on audit_events when new.hash = '' begin select raise(abort, 'a line of the log is linked to the one before it'); end;
create trigger audit_events_stay before delete on audit_events begin select raise(abort, 'a line of the log stays'); end;
create trigger audit_events_fixed before update on audit_events when old.hash <> '' begin select raise(abort, 'a line of the log is never changed'); end;
