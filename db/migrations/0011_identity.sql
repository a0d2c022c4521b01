-- Voters may also be known by a WeChat account, by a code tied to one, or by a list of names. A check cannot be changed in
-- place, so the column is made anew.
alter table campaigns rename column identity to identity_before;
alter table campaigns add column identity text not null default 'device'
  check (identity in ('device', 'openid', 'code', 'bound', 'roster'));
update campaigns set identity = identity_before;
alter table campaigns drop column identity_before;
