-- Customers by person: who is new, who bought again, who came back. `sale` and `bought` are made in
-- shared.sql.
create temp table buying as  -- in the month; a refund is of the first deal until there is a second
  select s.person, count(distinct s.customer) filter (b.n = 1) as customers_new,
    sum(amount_base * share) filter (b.n > 1 or refund and second.closed_on <= s.closed_on) as repeat_revenue,
    sum(share) filter (b.n > 1) as repeat_deals
  from sale s left join bought b on b.deal = s.deal
  left join bought second on second.customer = s.customer and second.n = 2
  where s.closed_on >= date '{since}' and (won or refund) group by s.person;

create temp table buyers_by_end as
  select s.person, count(distinct s.customer) as buyers,
    count(distinct s.customer) filter (s.closed_on >= date '{until}' - 90) as customers_active,
    count(distinct s.customer) filter (b.n > 1) as repeat_buyers
  from sale s join bought b on b.deal = s.deal group by s.person;

create temp table returning_buyers as  -- of those who bought the month before
  select person, count(distinct customer) as customers_before,
    count(distinct customer) filter (
      customer in (select customer from bought where closed_on >= date '{since}')) as customers_returned
  from sale
  where won and customer is not null and closed_on >= date '{since}' - interval 1 month
    and closed_on < date '{since}'
  group by person;

create temp table keeping as
  select owner as person, count(*) as customers_kept,
    count(*) filter (connection || ':' || id in (
      select customer from bought where closed_on >= date '{since}')) as customers_kept_bought
  from customers
  where owner is not null and (created_on is null or created_on < date '{since}') and not coalesce(deleted, false)
  group by owner;
