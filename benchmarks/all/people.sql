-- Every metric of everybody, from the tables of the families: sums of nothing are 0, means and
-- ratios of nothing are empty.
create temp table means as
  select person, max(columns(* exclude (person)))
  from (
    from processing union all by name from responding union all by name from replying
    union all by name from closing union all by name from cycling union all by name from stays
    union all by name from marks union all by name from reviewing union all by name from covering
    union all by name from marketing)
  group by person;
create temp table sums as
  select person, coalesce(max(columns(* exclude (person))), 0)
  from (
    from sales union all by name from sales_in_year union all by name from leads
    union all by name from open_deals union all by name from activity union all by name from proposing
    union all by name from tasks union all by name from qualifying union all by name from touching
    union all by name from calling union all by name from meeting union all by name from offering
    union all by name from reaching union all by name from buying union all by name from buyers_by_end
    union all by name from returning_buyers union all by name from keeping union all by name from complaining
    union all by name from spending union all by name from unexplained union all by name from idle
    union all by name from doubling union all by name from robots
    union all by name select person from there union all by name select person from means)
  group by person;

create temp table whole as  -- of everybody, whoever is asked about
  select (select sum(revenue) from sales) as company_revenue,
    (select sum(1 / day(last_day(day))) from calendar where day >= date '{since}' and day < date '{until}') as months;

with earlier as (
  select person, revenue as revenue_then, won as won_then, revenue / nullif(checks, 0) as check_then from sales_before)
select sums.* exclude (closed_in_year, revenue_in_year, won_in_year, checks_in_year),
  means.* exclude (person), whole.*,
  revenue / nullif(won_with_amount, 0) as average_check,
  deals_won / nullif(deals_closed, 0) as win_rate,
  leads_won / nullif(deals_created, 0) as lead_conversion,
  margin - selling_cost as profit,
  (margin - selling_cost) / nullif(revenue, 0) as return_on_sales,
  (margin - selling_cost) / nullif(selling_cost, 0) as return_on_selling_cost,
  revenue / nullif(company_revenue, 0) as revenue_share,
  case when revenue_then > 0 then revenue / revenue_then - 1 end as revenue_growth,
  case when won_then > 0 then deals_won / won_then - 1 end as deals_growth,
  case when check_then > 0 then revenue / nullif(won_with_amount, 0) / check_then - 1 end as average_check_growth,
  deals_open * (won_in_year / nullif(closed_in_year, 0)) * (revenue_in_year / nullif(checks_in_year, 0))
    / nullif(days_to_win_in_year / nullif(won_dated_in_year, 0), 0) as velocity,
  conversations_out / nullif(calls_out, 0) as connect_rate,
  talk_time / nullif(days_worked, 0) as talk_time_per_day,
  talk_time / nullif(conversations, 0) as average_talk,
  meetings_missed / nullif(meetings_set, 0) as no_show_rate,
  tasks_kept / nullif(tasks_due, 0) as task_discipline,
  touches / nullif(deals_created, 0) as touches_per_lead,
  calls_led / nullif(calls, 0) as call_to_meeting,
  contacts_met / nullif(contacts_called, 0) as contact_to_meeting,
  meetings_won / nullif(meetings, 0) as meeting_to_win,
  leads_offered / nullif(deals_created, 0) as lead_to_proposal,
  proposals_won / nullif(proposals, 0) as proposal_to_win,
  proposals_won_amount / nullif(proposals_amount, 0) as proposal_to_win_amount,
  stage_passed / nullif(stage_reached, 0) as stage_conversion,
  customers_active / nullif(buyers, 0) as customers_active_share,
  repeat_revenue / nullif(revenue, 0) as repeat_share,
  repeat_revenue / nullif(repeat_deals, 0) as repeat_average_check,
  repeat_buyers / nullif(buyers, 0) as repeat_rate,
  customers_returned / nullif(customers_before, 0) as retention,
  1 - customers_returned / nullif(customers_before, 0) as churn,
  customers_kept_bought / nullif(customers_kept, 0) as customers_continued,
  100 * complaints_upheld / nullif(deals_won, 0) as complaints_per_100_deals,
  acquisition_cost / nullif(customers_new, 0) as cac,
  acquisition_cost / nullif(customers_new, 0)
    / nullif(case when margin > 0 then margin / months / nullif(customers_active, 0) end, 0) as payback,
  revenue / nullif(market_size, 0) as market_share
from sums left join means on means.person is not distinct from sums.person
left join earlier on earlier.person is not distinct from sums.person cross join whole
union all by name  -- who was there the month before only
select person, whole.* from sales_before b cross join whole
where not exists (select 1 from sums s where s.person is not distinct from b.person);
