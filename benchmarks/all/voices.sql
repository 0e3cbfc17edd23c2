-- What customers and reviewers say, by person.
create temp table marks as  -- of customers, from five of them
  with f as (
    select person, question, count(*) as n, avg(score) as mean, avg((score >= 4)::int) as good,
      100 * avg(case when score >= 9 then 1 when score <= 6 then -1 else 0 end) as net
    from answers
    where occurred_on >= date '{since}' and occurred_on < date '{until}' and score is not null
      and scale = case question when 'nps' then 10 else 5 end and not coalesce(deleted, false)
    group by person, question)
  select person, any_value(mean) filter (question = 'satisfaction' and n >= 5) as satisfaction,
    any_value(good) filter (question = 'satisfaction' and n >= 5) as satisfaction_share,
    any_value(net) filter (question = 'nps' and n >= 5) as nps,
    any_value(mean) filter (question = 'politeness' and n >= 5) as politeness,
    any_value(mean) filter (question = 'service_quality' and n >= 5) as service_quality,
    any_value(mean) filter (question = 'reaction_speed' and n >= 5) as reaction_speed,
    any_value(mean) filter (question = 'professionalism' and n >= 5) as professionalism
  from f group by person;

create temp table complaining as
  select person, count(*) as complaints, count(*) filter (verdict = 'upheld') as complaints_upheld
  from complaints
  where received_on >= date '{since}' and received_on < date '{until}' and not coalesce(deleted, false)
  group by person;

create temp table reviewing as  -- a failed critical line makes a review nothing
  with line as (
    select person, kind, score, coalesce(weight, 1) * maximum as possible, score * coalesce(weight, 1) as earned,
      bool_or(coalesce(critical, false) and score <= 0) over (
        partition by kind, subject, person, reviewer, scorecard, occurred_at) as failed
    from reviews
    where occurred_on >= date '{since}' and occurred_on < date '{until}' and score is not null
      and not coalesce(deleted, false))
  select person,
    sum(case when failed then 0 else earned end) filter (kind = 'call')
      / nullif(sum(possible) filter (kind = 'call'), 0) as call_quality,
    sum(case when failed then 0 else earned end) filter (kind = 'letter')
      / nullif(sum(possible) filter (kind = 'letter'), 0) as letter_quality,
    sum(case when failed then 0 else earned end) filter (kind = 'visit')
      / nullif(sum(possible) filter (kind = 'visit'), 0) as visit_score,
    avg(score) filter (kind = 'competency') as competency,
    case when count(*) filter (kind = '360') >= 3 then avg(score) filter (kind = '360') end as recommendation
  from line group by person;
