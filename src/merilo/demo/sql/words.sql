-- Names of customers out of words; the macros are of one row of lists made in Python.

create or replace temp macro pick(list, thrown) as list[1 + floor(thrown * len(list))::bigint];
create or replace temp macro name_ru(r) as
    pick(forms_ru(), die(r, 0)) || ' «' || pick(beginnings_ru(), die(r, 1))
    || pick(trades_ru(), die(r, 2)) || pick(endings_ru(), die(r, 3)) || '»';
create or replace temp macro name_hu(r) as
    pick(beginnings_hu(), die(r, 1)) || pick(trades_hu(), die(r, 2)) || pick(endings_hu(), die(r, 3))
    || ' ' || pick(forms_hu(), die(r, 0));
create or replace temp macro name_of(customer, office) as
    case office when 'hu' then name_hu(roll('name', customer)) else name_ru(roll('name', customer))
    end;
create or replace temp macro territory_of(office, thrown) as
    case office when 'hu' then pick(territories_hu(), thrown) else pick(territories_ru(), thrown)
    end;
create or replace temp macro industry_of(thrown) as pick(industries(), thrown);
create or replace temp macro square(x) as x * x;
create or replace temp macro eighth(x) as square(square(square(x)));

-- What a reviewer gives: mostly the upper half of the marks.
create or replace temp macro mark(which, maximum) as
    least(maximum, floor((0.45 + die(roll('score', which), 0) * 0.75) * maximum));
