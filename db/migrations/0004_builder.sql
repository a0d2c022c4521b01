-- What the campaign builder needs: the load that a campaign was planned for (its shards are made from it, and an export
-- must say it again), and the last settings of a campaign to go back to.

alter table campaigns add column expected_peak integer not null default 150 check (expected_peak between 1 and 20000);
update campaigns set expected_peak = min(20000, shards * 150);

create table campaign_revisions (
  campaign_id text not null references campaigns (id),
  revision integer not null check (revision >= 1),
  at integer not null,
  -- Null for what was not written on the screens.
  by text,
  -- Written by itself while somebody was typing: the next such one of the same person takes its place.
  auto integer not null check (auto in (0, 1)),
  settings text not null check (json_valid(settings)),
  primary key (campaign_id, revision)
) strict;
