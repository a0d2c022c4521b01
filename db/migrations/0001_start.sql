-- Frozen once merged: a later change is a later file (conventions, rule 20).
-- Instants are UTC milliseconds, days are 'YYYY-MM-DD' in Asia/Shanghai, lists are JSON text.

create table campaigns (
  id text primary key check (id glob 'cmp_*' and length(id) = 20),
  slug text not null unique,
  title text not null,
  short_title text not null,
  organizers text not null check (json_valid(organizers)),
  theme text not null check (theme in ('red', 'green')),
  summary text not null,
  rules text not null,
  list_order text not null check (list_order in ('number', 'strokes', 'shuffle')),
  contact text not null check (json_valid(contact)),
  tally_use text not null check (tally_use in ('advisory', 'publicity')),
  identity text not null check (identity in ('device', 'code')),
  visibility text not null check (visibility in ('hidden', 'daily', 'live')),
  batch_hour integer not null check (batch_hour between 0 and 23),
  organizer_sees_running integer not null check (organizer_sees_running in (0, 1)),
  period text not null check (period in ('once', 'daily')),
  total_min integer check (total_min >= 1),
  total_max integer check (total_max >= 1),
  shards integer not null check (shards in (1, 2, 4, 8, 16, 32, 64, 128)),
  human_checks text not null check (json_valid(human_checks)),
  content_hash text not null,
  imported_at integer not null,
  opened_at integer,
  spec_hash text,
  check ((opened_at is null) = (spec_hash is null))
) strict;

-- Apart from the campaign: destroying this row unlinks every dedupe key of the poll (trust 3.2).
create table campaign_secrets (
  campaign_id text primary key references campaigns (id),
  salt blob not null check (length(salt) = 32)
) strict;

create table milestones (
  campaign_id text not null references campaigns (id),
  position integer not null,
  step text not null check (step in ('call', 'vetting', 'publicity', 'vote', 'likes', 'inspection', 'decision', 'final-publicity', 'honours')),
  title text not null,
  from_at integer not null,
  until_at integer not null,
  primary key (campaign_id, position),
  unique (campaign_id, step),
  check (from_at < until_at)
) strict;

create table categories (
  campaign_id text not null references campaigns (id),
  position integer not null,
  key text not null,
  name text not null,
  kind text not null check (kind in ('person', 'organization', 'post')),
  honours integer not null check (honours >= 0),
  min_choices integer not null check (min_choices >= 0),
  max_choices integer not null,
  primary key (campaign_id, key),
  check (min_choices <= max_choices)
) strict;

create table nominees (
  campaign_id text not null,
  number integer not null check (number >= 1),
  category_key text not null,
  position integer not null,
  name text not null check (length(name) >= 1),
  unit text not null,
  post text not null,
  brief text not null,
  deeds text not null,
  honours text not null,
  initials text not null,
  photo text check (photo is null or length(photo) = 64),
  outcome text check (outcome in ('honoured', 'named', 'alternate', 'not-chosen')),
  primary key (campaign_id, number),
  foreign key (campaign_id, category_key) references categories (campaign_id, key)
) strict;

-- Law 9: public code cannot import the module that reads this table. Values are sealed before they get here.
create table nominee_private (
  campaign_id text not null,
  number integer not null,
  id_number_sealed blob,
  phone_sealed blob,
  primary key (campaign_id, number),
  foreign key (campaign_id, number) references nominees (campaign_id, number)
) strict;

create table notices (
  id text primary key check (id glob 'ntc_*' and length(id) = 20),
  campaign_id text references campaigns (id),
  -- Names the notice within its campaign folder; null for one written on the site.
  key text,
  kind text not null check (kind in ('call', 'publicity', 'result', 'correction', 'news')),
  title text not null check (length(title) >= 1),
  source text not null,
  author text not null,
  body text not null,
  publish_at integer,
  withdrawn_at integer,
  withdrawn_reason text,
  corrects text references notices (id),
  posted_day text,
  through_day text,
  conclusion text,
  check ((withdrawn_at is null) = (withdrawn_reason is null)),
  check ((kind = 'publicity') = (posted_day is not null and through_day is not null)),
  check (through_day is null or through_day > posted_day),
  unique (campaign_id, key)
) strict;
create index notices_by_time on notices (publish_at);
create index notices_by_campaign on notices (campaign_id);

create table attachments (
  notice_id text not null references notices (id),
  position integer not null,
  name text not null,
  media_type text not null,
  size integer not null check (size >= 0),
  object text not null,
  primary key (notice_id, position),
  unique (notice_id, name)
) strict;

create table notice_views (
  notice_id text primary key references notices (id),
  views integer not null check (views >= 0)
) strict;

create table staff (
  id text primary key check (id glob 'stf_*' and length(id) = 20),
  login text not null unique,
  name text not null,
  role text not null check (role in ('administrator', 'organizer', 'reviewer', 'auditor', 'clerk')),
  unit text,
  password_hash text not null,
  created_at integer not null,
  disabled_at integer,
  check ((role = 'clerk') = (unit is not null))
) strict;

create table staff_sessions (
  token_hash text primary key,
  staff_id text not null references staff (id),
  created_at integer not null,
  seen_at integer not null,
  until_at integer not null
) strict;

-- One row per account or network tag that failed lately.
create table sign_in_failures (
  subject text primary key,
  failures integer not null,
  last_at integer not null
) strict;

create table code_batches (
  id text primary key check (id glob 'bat_*' and length(id) = 20),
  campaign_id text not null references campaigns (id),
  unit text not null,
  issued integer not null check (issued >= 1),
  created_at integer not null
) strict;
create index code_batches_by_campaign on code_batches (campaign_id);

create table voting_codes (
  campaign_id text not null references campaigns (id),
  selector text not null check (length(selector) = 8),
  batch_id text not null references code_batches (id),
  unit text not null,
  verifier_hash text not null,
  failures integer not null default 0,
  primary key (campaign_id, selector)
) strict, without rowid;

create table audit_events (
  seq integer primary key autoincrement,
  at integer not null,
  actor text not null,
  role text not null,
  kind text not null,
  detail text not null check (json_valid(detail))
) strict;

-- Official calendars that arrived after this version of the site was built, or that correct its own.
create table calendar_years (
  year text primary key check (year glob '[0-9][0-9][0-9][0-9]'),
  source text not null
) strict;
create table calendar_days (
  day text primary key,
  kind text not null check (kind in ('holiday', 'make-up')),
  year text not null references calendar_years (year)
) strict;
