-- What a meeting decided about the nominees of a campaign (D3), released by two people. While it is written it is a draft as
-- typed; handed in it is a record with its hash; released it stands, and changes only by numbered amendments of two people.
create table decisions (
  campaign_id text primary key references campaigns (id),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'released')),
  draft text not null check (json_valid(draft) and length(draft) <= 1000000),
  revision integer not null default 1 check (revision >= 1),
  edited_by text not null,
  edited_at integer not null,
  record text check (json_valid(record) and length(record) <= 1500000),
  hash text check (length(hash) = 64),
  handed_by text,
  handed_role text check (handed_role in ('organizer', 'auditor')),
  handed_at integer,
  released_by text,
  released_role text check (released_role in ('organizer', 'auditor')),
  released_at integer,
  -- What the public pages say of each nominee once the result notice is out.
  shown text check (json_valid(shown)),
  notice_id text unique references notices (id) on delete set null,
  -- Two people, and of two roles, and not one who wrote it: no code can write anything else.
  check (released_by is null or (released_by <> handed_by and released_by <> edited_by and released_role <> handed_role)),
  check ((state = 'draft') = (handed_by is null)),
  check ((state = 'released') = (released_by is not null)),
  check ((handed_by is null) = (handed_role is null) and (handed_by is null) = (handed_at is null)),
  check ((handed_by is null) = (record is null) and (handed_by is null) = (hash is null)),
  check ((released_by is null) = (released_role is null) and (released_by is null) = (released_at is null)),
  check ((released_by is null) = (shown is null)),
  check (notice_id is null or state = 'released')
) strict;

create table decision_amendments (
  campaign_id text not null references decisions (campaign_id),
  number integer not null check (number >= 1),
  state text not null default 'proposed' check (state in ('proposed', 'confirmed')),
  record text not null check (json_valid(record) and length(record) <= 500000),
  hash text not null check (length(hash) = 64),
  proposed_by text not null,
  proposed_role text not null check (proposed_role in ('organizer', 'auditor')),
  proposed_at integer not null,
  confirmed_by text,
  confirmed_role text check (confirmed_role in ('organizer', 'auditor')),
  confirmed_at integer,
  notice_id text unique references notices (id) on delete set null,
  primary key (campaign_id, number),
  check (confirmed_by is null or (confirmed_by <> proposed_by and confirmed_role <> proposed_role)),
  check ((state = 'confirmed') = (confirmed_by is not null)),
  check ((confirmed_by is null) = (confirmed_role is null) and (confirmed_by is null) = (confirmed_at is null)),
  check (notice_id is null or state = 'confirmed')
) strict, without rowid;

-- Each trigger stands on one line because the migration runner of one machine ends a statement where a line ends in one.
create trigger decision_stands before update of campaign_id, state, draft, revision, edited_by, edited_at, record, hash, handed_by, handed_role, handed_at, released_by, released_role, released_at on decisions when old.state = 'released' begin select raise(abort, 'a released decision stands; it is amended, never rewritten'); end;
create trigger decision_as_handed before update of record, hash, handed_by, handed_role on decisions when old.state = 'submitted' and new.state <> 'draft' begin select raise(abort, 'what was handed in is released as it is or sent back'); end;
create trigger decision_kept before delete on decisions when old.state = 'released' begin select raise(abort, 'a released decision is amended, never deleted'); end;
create trigger amendment_stands before update of campaign_id, number, state, record, hash, proposed_by, proposed_role, proposed_at, confirmed_by, confirmed_role, confirmed_at on decision_amendments when old.state = 'confirmed' begin select raise(abort, 'a confirmed amendment stands'); end;
create trigger amendment_kept before delete on decision_amendments when old.state = 'confirmed' begin select raise(abort, 'a confirmed amendment is never deleted'); end;
