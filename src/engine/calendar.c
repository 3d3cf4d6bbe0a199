/* SPDX-License-Identifier: MPL-2.0 */
/* Free days by statute, and the days around them that people treat as such.
 *
 * Everything is a row of one table: a fixed date, a distance from Easter Sunday, or the Saturday on or
 * after a date.  Where two rows fall on one day the stronger kind holds, and the day counts once. */
#include "calendar.h"

typedef enum RuleBase { RULE_FIXED, RULE_EASTER, RULE_SATURDAY } RuleBase;

typedef struct HolidayRule {
    RuleBase base;
    int month, day; /* the date, or the first date that the Saturday may have */
    int offset;     /* days from it, or from Easter Sunday */
    DayKind kind;
    int since, until; /* years; 0: no limit */
    const char *name;
    const char *name_nn; /* NULL: as name */
} HolidayRule;

/* Lov om helligdager og helgefred 1995-02-24 nr. 12 § 2; lov om 1. og 17. mai 1947-04-26 nr. 1. */
static const HolidayRule rules_no[] = {
    {RULE_FIXED, 1, 1, 0, DAY_HOLIDAY, 0, 0, "1. nyttårsdag", NULL},
    {RULE_EASTER, 0, 0, -4, DAY_HALF, 0, 0, "onsdag før skjærtorsdag",
     "onsdag før skjertorsdag"},
    {RULE_EASTER, 0, 0, -3, DAY_HOLIDAY, 0, 0, "skjærtorsdag", "skjertorsdag"},
    {RULE_EASTER, 0, 0, -2, DAY_HOLIDAY, 0, 0, "langfredag", NULL},
    {RULE_EASTER, 0, 0, -1, DAY_EVE, 0, 0, "påskeaften", "påskeaftan"},
    {RULE_EASTER, 0, 0, 0, DAY_HOLIDAY, 0, 0, "1. påskedag", NULL},
    {RULE_EASTER, 0, 0, 1, DAY_HOLIDAY, 0, 0, "2. påskedag", NULL},
    {RULE_FIXED, 5, 1, 0, DAY_HOLIDAY, 1947, 0, "1. mai (høytidsdag)", "1. mai (høgtidsdag)"},
    {RULE_FIXED, 5, 17, 0, DAY_HOLIDAY, 1947, 0, "17. mai (høytidsdag)",
     "17. mai (høgtidsdag)"},
    {RULE_EASTER, 0, 0, 39, DAY_HOLIDAY, 0, 0, "Kristi himmelfartsdag", NULL},
    {RULE_EASTER, 0, 0, 48, DAY_HALF, 0, 0, "pinseaften", "pinseaftan"},
    {RULE_EASTER, 0, 0, 49, DAY_HOLIDAY, 0, 0, "1. pinsedag", NULL},
    {RULE_EASTER, 0, 0, 50, DAY_HOLIDAY, 0, 0, "2. pinsedag", NULL},
    {RULE_FIXED, 12, 24, 0, DAY_HALF, 0, 0, "julaften", "julaftan"},
    {RULE_FIXED, 12, 25, 0, DAY_HOLIDAY, 0, 0, "1. juledag", NULL},
    {RULE_FIXED, 12, 26, 0, DAY_HOLIDAY, 0, 0, "2. juledag", NULL},
    {RULE_FIXED, 12, 31, 0, DAY_HALF, 0, 0, "nyttårsaften", "nyttårsaftan"},
};

/* Lag (1989:253) om allmänna helgdagar; 2004:1320 changed Whit Monday for the national day. */
static const HolidayRule rules_se[] = {
    {RULE_FIXED, 1, 1, 0, DAY_HOLIDAY, 0, 0, "nyårsdagen", NULL},
    {RULE_FIXED, 1, 5, 0, DAY_SHORT, 0, 0, "trettondagsafton", NULL},
    {RULE_FIXED, 1, 6, 0, DAY_HOLIDAY, 0, 0, "trettondedag jul", NULL},
    {RULE_EASTER, 0, 0, -3, DAY_SHORT, 0, 0, "skärtorsdagen", NULL},
    {RULE_EASTER, 0, 0, -2, DAY_HOLIDAY, 0, 0, "långfredagen", NULL},
    {RULE_EASTER, 0, 0, -1, DAY_EVE, 0, 0, "påskafton", NULL},
    {RULE_EASTER, 0, 0, 0, DAY_HOLIDAY, 0, 0, "påskdagen", NULL},
    {RULE_EASTER, 0, 0, 1, DAY_HOLIDAY, 0, 0, "annandag påsk", NULL},
    {RULE_FIXED, 4, 30, 0, DAY_SHORT, 0, 0, "valborgsmässoafton", NULL},
    {RULE_FIXED, 5, 1, 0, DAY_HOLIDAY, 1939, 0, "första maj", NULL},
    {RULE_EASTER, 0, 0, 38, DAY_SHORT, 0, 0, "dagen före Kristi himmelsfärdsdag", NULL},
    {RULE_EASTER, 0, 0, 39, DAY_HOLIDAY, 0, 0, "Kristi himmelsfärdsdag", NULL},
    {RULE_EASTER, 0, 0, 48, DAY_EVE, 0, 0, "pingstafton", NULL},
    {RULE_EASTER, 0, 0, 49, DAY_HOLIDAY, 0, 0, "pingstdagen", NULL},
    {RULE_EASTER, 0, 0, 50, DAY_HOLIDAY, 0, 2004, "annandag pingst", NULL},
    {RULE_FIXED, 6, 6, -1, DAY_SHORT, 2005, 0, "dagen före nationaldagen", NULL},
    {RULE_FIXED, 6, 6, 0, DAY_HOLIDAY, 2005, 0, "nationaldagen", NULL},
    {RULE_SATURDAY, 6, 20, -1, DAY_EVE, 0, 0, "midsommarafton", NULL},
    {RULE_SATURDAY, 6, 20, 0, DAY_HOLIDAY, 0, 0, "midsommardagen", NULL},
    {RULE_SATURDAY, 10, 31, -1, DAY_SHORT, 0, 0, "dagen före alla helgons dag", NULL},
    {RULE_SATURDAY, 10, 31, 0, DAY_HOLIDAY, 0, 0, "alla helgons dag", NULL},
    {RULE_FIXED, 12, 24, 0, DAY_EVE, 0, 0, "julafton", NULL},
    {RULE_FIXED, 12, 25, 0, DAY_HOLIDAY, 0, 0, "juldagen", NULL},
    {RULE_FIXED, 12, 26, 0, DAY_HOLIDAY, 0, 0, "annandag jul", NULL},
    {RULE_FIXED, 12, 31, 0, DAY_EVE, 0, 0, "nyårsafton", NULL},
};

typedef struct CountryRules {
    const HolidayRule *rules;
    size_t count;
} CountryRules;

static const CountryRules country_rules[COUNTRY_COUNT] = {
    [COUNTRY_NO] = {rules_no, COUNT_OF(rules_no)},
    [COUNTRY_SE] = {rules_se, COUNT_OF(rules_se)},
};

static const CountryRules *rules_of(Country country)
{
    if ((unsigned)country >= COUNTRY_COUNT) {
        BUG("country %d", (int)country);
    }
    return &country_rules[country];
}

#define WEEKDAY_SATURDAY 5

static bool weekday_is_free(Day day)
{
    return day_weekday(day) >= WEEKDAY_SATURDAY;
}

/* The day of the rule in a year; DAY_NONE when it did not hold then. */
static Day rule_day(const HolidayRule *rule, int year, Day easter)
{
    if ((rule->since && year < rule->since) || (rule->until && year > rule->until) ||
        easter == DAY_NONE) {
        return DAY_NONE;
    }
    if (rule->base == RULE_EASTER) {
        return easter + rule->offset;
    }
    Day day = day_from_civil(year, rule->month, rule->day);
    if (rule->base == RULE_SATURDAY) {
        day += (WEEKDAY_SATURDAY - day_weekday(day) + 7) % 7;
    }
    return day + rule->offset;
}

/* The strongest rule of the day: kinds are ordered by strength. */
static const HolidayRule *rule_of_day(Country country, Day day)
{
    const CountryRules *rules = rules_of(country);
    const HolidayRule *found = NULL;
    int year = day_year(day);
    Day easter = day_easter_sunday(year);
    for (size_t i = 0; i < rules->count; i++) {
        const HolidayRule *rule = &rules->rules[i];
        if (rule_day(rule, year, easter) == day && (!found || rule->kind < found->kind)) {
            found = rule;
        }
    }
    return found;
}

DayKind calendar_day_kind(Country country, Day day)
{
    if (day == DAY_NONE) {
        return DAY_WORKING;
    }
    const HolidayRule *rule = rule_of_day(country, day);
    if (rule) {
        return rule->kind;
    }
    return weekday_is_free(day) ? DAY_WEEKEND : DAY_WORKING;
}

const char *calendar_holiday_name(Country country, Language language, Day day)
{
    const HolidayRule *rule = day == DAY_NONE ? NULL : rule_of_day(country, day);
    if (!rule) {
        return NULL;
    }
    return language == LANGUAGE_NN && rule->name_nn ? rule->name_nn : rule->name;
}

bool calendar_is_working(Country country, Day day)
{
    return day != DAY_NONE && !weekday_is_free(day) &&
           calendar_day_kind(country, day) != DAY_HOLIDAY;
}

int calendar_year_holidays(Country country, int year, Day out[static CALENDAR_HOLIDAYS_MOST])
{
    const CountryRules *rules = rules_of(country);
    Day easter = day_easter_sunday(year);
    int count = 0;
    for (size_t i = 0; i < rules->count; i++) {
        const HolidayRule *rule = &rules->rules[i];
        Day day = rule->kind == DAY_HOLIDAY ? rule_day(rule, year, easter) : DAY_NONE;
        bool counts = day != DAY_NONE && !weekday_is_free(day);
        for (int known = 0; known < count; known++) {
            counts = counts && out[known] != day;
        }
        if (counts && count < CALENDAR_HOLIDAYS_MOST) {
            out[count++] = day;
        }
    }
    return count;
}

static int64_t weekdays_between(Day from, Day to)
{
    int64_t days = (int64_t)to - from + 1;
    int64_t count = days / 7 * 5;
    int weekday = day_weekday(from);
    for (int i = 0; i < days % 7; i++) {
        count += (weekday + i) % 7 < WEEKDAY_SATURDAY;
    }
    return count;
}

int calendar_working_days(Country country, Day from, Day to)
{
    if (from == DAY_NONE || to == DAY_NONE || from > to) {
        return 0;
    }
    int64_t count = weekdays_between(from, to);
    int last_year = day_year(to);
    for (int year = day_year(from); year <= last_year; year++) {
        Day holidays[CALENDAR_HOLIDAYS_MOST];
        int found = calendar_year_holidays(country, year, holidays);
        for (int i = 0; i < found; i++) {
            count -= holidays[i] >= from && holidays[i] <= to;
        }
    }
    return (int)count;
}

Day calendar_previous_working(Country country, Day day)
{
    while (day != DAY_NONE && !calendar_is_working(country, day)) {
        day--;
    }
    return day;
}
