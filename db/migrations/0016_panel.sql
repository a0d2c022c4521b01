-- The review panel of a campaign: what is judged, by whom, and how far each of them has come (T5).
create table panels (
  campaign_id text primary key references campaigns (id),
  -- [{"name", "weight", "most"}]; the weights add up to a hundred.
  criteria text not null check (json_valid(criteria) and json_array_length(criteria) between 1 and 8),
  blind integer not null check (blind in (0, 1)),
  -- Keys of the categories it reviews.
  categories text not null check (json_valid(categories) and json_array_length(categories) >= 1),
  revision integer not null default 1 check (revision >= 1),
  edited_by text not null,
  edited_at integer not null
) strict;

-- Weights that do not make a hundred are refused here as well, whoever writes them.
create trigger panel_weights_new before insert on panels when (select coalesce(sum(value ->> 'weight'), 0) from json_each(new.criteria)) <> 100 begin select raise(abort, 'the weights of a panel make a hundred'); end;
create trigger panel_weights before update of criteria on panels when (select coalesce(sum(value ->> 'weight'), 0) from json_each(new.criteria)) <> 100 begin select raise(abort, 'the weights of a panel make a hundred'); end;

create table panel_members (
  campaign_id text not null references panels (campaign_id),
  staff_id text not null,
  added_by text not null,
  added_at integer not null,
  -- Who was taken off the panel keeps the row; nothing of theirs is counted.
  removed_at integer,
  submitted_at integer,
  revision integer not null default 1 check (revision >= 1),
  primary key (campaign_id, staff_id),
  check (removed_at is null or submitted_at is null)
) strict, without rowid;
