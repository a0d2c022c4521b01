-- Held ballots are decided on in cases, by two people (F5). A case refers to ballots by box and place and keeps the sheet on
-- which it was decided; neither says what is on a ballot.
create table cases (
  id text primary key check (id glob 'cas_*' and length(id) = 20),
  campaign_id text not null references campaigns (id),
  kind text not null check (kind in ('held', 'appeal', 'reversal')),
  state text not null default 'open' check (state in ('open', 'proposed', 'decided')),
  opened_at integer not null,
  day text not null,
  size integer not null check (size between 1 and 5000),
  boxes integer not null check (boxes between 1 and 256),
  sheet text not null check (json_valid(sheet) and length(sheet) <= 100000),
  ballots text not null check (length(ballots) <= 100000),
  -- The case whose ballots are looked at once more.
  reopens text unique references cases (id),
  verdict text,
  reason text check (length(reason) between 10 and 500),
  proposed_by text,
  proposed_role text check (proposed_role in ('organizer', 'auditor')),
  proposed_at integer,
  decided_by text,
  decided_role text check (decided_role in ('organizer', 'auditor')),
  decided_at integer,
  -- When the boxes were last told, or tried to be.
  tried_at integer,
  revision integer not null default 1 check (revision >= 1),
  -- Two people, and of two roles: no code can write anything else.
  check (decided_by is null or (decided_by <> proposed_by and decided_role <> proposed_role)),
  check ((state = 'open') = (proposed_by is null)),
  check ((state = 'decided') = (decided_by is not null)),
  check ((proposed_by is null) = (verdict is null) and (proposed_by is null) = (reason is null)),
  check ((proposed_by is null) = (proposed_role is null) and (proposed_by is null) = (proposed_at is null)),
  check ((decided_by is null) = (decided_role is null) and (decided_by is null) = (decided_at is null)),
  check (verdict is null or verdict in ('release', 'void') = (kind = 'held')),
  check (verdict is null or verdict in ('release', 'void', 'restore', 'uphold')),
  check ((kind = 'reversal') = (reopens is not null))
) strict;
create index cases_by_campaign on cases (campaign_id, state, opened_at);

-- Whose turn it is to make cases out of what is held: of two who do it at once, one makes them.
create table case_rounds (
  campaign_id text primary key references campaigns (id),
  round integer not null,
  opener text not null
) strict;

-- A box that has carried out a decision, and how many ballots it moved.
create table case_writes (
  case_id text not null references cases (id),
  shard integer not null,
  moved integer not null check (moved >= 0),
  at integer not null,
  primary key (case_id, shard)
) strict, without rowid;

-- The steps of a case are its lines in the log.
create index audit_events_by_case on audit_events (detail ->> 'case') where detail ->> 'case' is not null;
