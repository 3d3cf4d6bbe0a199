/* SPDX-License-Identifier: MPL-2.0 */
/* Våler, Åsnes and Grue at work: phases, flow chart, checklist, decisions, obligations, lights, in the
 * words of the document.  Meetings and lights are invented. */
#ifndef FRAMDRIFT_TEST_VIEW_WORK_H
#define FRAMDRIFT_TEST_VIEW_WORK_H

#include "view_solor.h"

enum {
    WORK_PHASE = 501,  /* 501 … 503 */
    WORK_TASK = 511,   /* 511 … 523: the 13 activities in order */
    WORK_STEP = 600,   /* group × 7 + item */
    WORK_ANSWER = 701, /* 701 … 709 */
    WORK_ITEM = 721,   /* 721 … 727 */
    WORK_TEMPLATE = 720,
    WORK_POINT = 801, /* Åsnes 801 … 806, Våler 811 … 816, Grue 821 … 826, 827 additional */
    WORK_OBLIGATION = 901,
    WORK_INSTANCE = 921,
    WORK_MEETING = 941,
    WORK_STEERING = 85, /* a body */
    WORK_LIGHT = 961,
    WORK_EFFORT = 971,
    WORK_FUNDING = 981
};

typedef struct WorkTask {
    const char *name, *short_name;
    int phase, status, percent;
    bool flow;
} WorkTask;

static const WorkTask work_tasks[13] = {
    {"Vedtak i de tre kommunestyrene", "Vedtak", 0, STATUS_DONE, 100, true},
    {"Drøfte prosjektet med de tillitsvalgte i alle kommunene", "Drøfting – tillitsvalgte", 0,
     STATUS_DONE, 100, true},
    {"Nedsette prosjektorganisasjonen", "Prosjektorganisasjonen", 0, STATUS_DONE, 100, true},
    {"Utarbeide kommunikasjonsplan", "Kommunikasjonsplan", 0, STATUS_STARTED, 70, false},
    {"Avklare gjensidige forventninger", "Gjensidige forventninger", 1, STATUS_STARTED, 60,
     true},
    {"Gjennomføre en SWOT-analyse", "SWOT-analyse", 1, STATUS_STARTED, 20, true},
    {"Kartlegge status i dag (årsverk, oppgaver, kostnader, IKT-løsninger mm)",
     "Kartlegge status i dag", 1, STATUS_STARTED, 10, true},
    {"Hva sikrer kvalitet og hindrer sårbarhet på en god kvalitetsmessig måte, som også er "
     "kostnadseffektiv",
     "Kvalitet og sårbarhet", 1, STATUS_PLANNED, -1, true},
    {"Sammenligning med andre", "Sammenligning", 1, STATUS_PLANNED, -1, true},
    {"Hva er hindringer og mulige fallgruver", "Hindringer, fallgruver", 1, STATUS_PLANNED, -1,
     true},
    {"Oppsummering, konklusjoner og anbefalinger", "Konklusjon, anbefaling", 1, STATUS_PLANNED,
     -1, true},
    {"Sluttrapport og konklusjon", "Sluttrapport", 2, STATUS_PLANNED, -1, true},
    {"Behandling i kommunestyrene", "Kommunestyrene", 2, STATUS_PLANNED, -1, true},
};

static inline HonestDate work_date(const char *words, Arena *arena)
{
    DateContext context = {
        .today = support_today(), .anchor = DAY_NONE, .language = LANGUAGE_NB};
    HonestDate date;
    Err err = {0};
    assert_true(date_parse(arena, &context, words, &date, &err));
    return date;
}

static inline void work_phases(Task *rows, Arena *arena)
{
    static const char *const names[] = {
        "Forankring, eierskap og plan for gjennomføring",
        "Gjennomføring av prosjektet – identifisere gevinster og avklare utfordringer",
        "Konklusjoner og vedtak"};
    static const char *const short_names[] = {"Forankring og plan", "Gevinster, utfordringer",
                                              "Konklusjoner og vedtak"};
    static const char *const deadlines[] = {"1. september", "1.november",
                                            "event: Kommunestyremøtene i desember 2020"};
    for (uint32_t place = 0; place < 3; place++) {
        solor_row(&rows[place].row, WORK_PHASE + place, place, 3, arena);
        rows[place].name = names[place];
        rows[place].short_name = short_names[place];
        rows[place].kind = TASK_PHASE;
        rows[place].progress = rows[place].duration = NUMBER_NONE;
        rows[place].deadline = work_date(deadlines[place], arena);
    }
}

/* Three phases, 13 activities, and 7 steps for each of 5 groups below those of phase 2. */
static inline void work_fill_tasks(Plan *plan, Arena *arena)
{
    Task *rows = plan_reserve(plan, ENTITY_TASK, 3 + 13 + 35);
    work_phases(rows, arena);
    for (uint32_t place = 0; place < 13; place++) {
        Task *task = &rows[3 + place];
        const WorkTask *given = &work_tasks[place];
        solor_row(&task->row, WORK_TASK + place, place, 13, arena);
        task->parent = WORK_PHASE + given->phase;
        task->name = given->name;
        task->short_name = given->short_name;
        task->status = given->status;
        task->progress = given->percent < 0 ? NUMBER_NONE : given->percent;
        task->duration = NUMBER_NONE;
        task->flow = given->flow;
        if (place == 3)
            task->deadline = work_date("1. september", arena);
        if (place == 5)
            task->deadline = work_date("27.9.2020", arena);
    }
    for (uint32_t place = 0; place < 35; place++) {
        Task *step = &rows[16 + place];
        uint32_t group = place / 7, item = place % 7;
        solor_row(&step->row, WORK_STEP + place, place, 35, arena);
        step->parent = WORK_TASK + 4 + item;
        step->name = work_tasks[4 + item].name;
        step->kind = TASK_STEP;
        step->group = TECHNICAL + group;
        step->item = WORK_ITEM + item;
        step->duration = step->progress = NUMBER_NONE;
        step->status = item == 0 && group < 3 ? STATUS_DONE : STATUS_PLANNED;
        if (item == 0)
            step->progress = group < 3 ? 100 : 0;
        if (item == 1 && group == 0) {
            step->status = STATUS_STARTED;
            step->progress = 40;
        }
    }
}

static inline void work_fill_checklist(Plan *plan, Arena *arena)
{
    Template *template = plan_reserve(plan, ENTITY_TEMPLATE, 1);
    Item *items = plan_reserve(plan, ENTITY_ITEM, 7);
    solor_row(&template->row, WORK_TEMPLATE, 0, 1, arena);
    template->name = "Utredningsinnhold";
    for (uint32_t place = 0; place < 7; place++) {
        solor_row(&items[place].row, WORK_ITEM + place, place, 7, arena);
        items[place].template_id = WORK_TEMPLATE;
        items[place].name = work_tasks[4 + place].name;
    }
}

/* Nine cells say yes, the first three with their case as the document writes it. */
static inline void work_fill_answers(Plan *plan, Arena *arena)
{
    static const char *const cases[] = {"k-sak 042/20", "k-sak 61/20", "K-sak 049/20"};
    Answer *rows = plan_reserve(plan, ENTITY_ANSWER, 9);
    for (uint32_t place = 0; place < 9; place++) {
        solor_row(&rows[place].row, WORK_ANSWER + place, place, 9, arena);
        rows[place].task = WORK_TASK + place / 3;
        rows[place].municipality = VALER + place % 3;
        rows[place].value = ANSWER_YES;
        if (place < 3)
            rows[place].reference = cases[place];
    }
}

static inline void work_point(Point *point, RowId id, RowId decision, const char *number,
                              const char *text, PointChange change, RowId same_as)
{
    point->row.id = id;
    point->decision = decision;
    point->number = number;
    point->text = text;
    point->change = change;
    point->same_as = same_as;
}

static const char *const work_point_texts[6] = {
    "Kommunestyret i Åsnes vedtar at det igangsettes en utredning/prosjekt knyttet mot økt "
    "interkommunalt samarbeid mellom kommunene; Våler, Åsnes og Grue",
    "Kommunestyrene i Våler, Åsnes og Grue er prosjekteier og beslutningsorgan",
    "Det nedsettes en styringsgruppe",
    "Styringsgruppe utarbeider en detaljert prosjektplan",
    "Tillitsvalgte og vernetjenesten skal inngå i disse arbeidsgruppe",
    "Kommunestyrene skal informeres muntlig i hvert kommunestyremøte fram til endelig "
    "behandling i "
    "desember 2020"};

/* Åsnes first: the others say how they differ from it. */
static inline void work_fill_decisions(Plan *plan, Arena *arena)
{
    static const char *const references[] = {"061/20", "042/20", "049/20"};
    static const int bodies[] = {A_BODY + 1, A_BODY, A_BODY + 2};
    Decision *decisions = plan_reserve(plan, ENTITY_DECISION, 3);
    Point *points = plan_reserve(plan, ENTITY_POINT, 19);
    for (uint32_t place = 0; place < 3; place++) {
        solor_row(&decisions[place].row, A_DECISION + place, place, 3, arena);
        decisions[place].body = bodies[place];
        decisions[place].kind = "k-sak";
        decisions[place].reference = references[place];
        decisions[place].name = "Økt interkommunalt samarbeid";
        for (uint32_t number = 0; number < 6; number++) {
            const char *digits = arena_printf(arena, "%u", number + 1);
            bool amended = place == 1 && number == 5;
            work_point(&points[place * 6 + number], WORK_POINT + place * 10 + number,
                       A_DECISION + place, digits,
                       place == 0 ? work_point_texts[number]
                       : amended
                           ? "Muntlig endres med skriftlig"
                           : arena_printf(arena, "Tilsvarende Åsnes kommune pkt %s", digits),
                       place == 0 ? POINT_NEW
                       : amended  ? POINT_AMENDED
                                  : POINT_SAME,
                       place == 0 ? 0 : WORK_POINT + number);
        }
    }
    work_point(
        &points[18], WORK_POINT + 26, A_DECISION + 2, "",
        "Valg av løsning skal sees i forhold til utredning av samarbeidsprosjektet i regionen",
        POINT_ADDITIONAL, 0);
    for (uint32_t place = 0; place < 19; place++)
        points[place].row.rank = rank_at(arena, place, 19);
}

/* Oral for Åsnes and Grue, written for Våler, at each of two meetings: given, missing, open. */
static inline void work_fill_obligations(Plan *plan, Arena *arena)
{
    static const int points[] = {WORK_POINT + 5, WORK_POINT + 15, WORK_POINT + 25};
    static const int bodies[] = {A_BODY + 1, A_BODY, A_BODY + 2};
    static const char *const names[] = {"Informere kommunestyret i Åsnes muntlig",
                                        "Informere kommunestyret i Våler skriftlig",
                                        "Informere kommunestyret i Grue muntlig"};
    Body *all = plan_reserve(plan, ENTITY_BODY, 4);
    Obligation *rows = plan_reserve(plan, ENTITY_OBLIGATION, 3);
    Meeting *meetings = plan_reserve(plan, ENTITY_MEETING, 6);
    Instance *instances = plan_reserve(plan, ENTITY_INSTANCE, 6);
    for (uint32_t place = 0; place < 3; place++) {
        solor_row(&all[place].row, A_BODY + place, place, 4, arena);
        all[place].name = arena_printf(arena, "%s kommunestyre",
                                       place == 0   ? "Våler"
                                       : place == 1 ? "Åsnes"
                                                    : "Grue");
        all[place].municipality = VALER + place;
        solor_row(&rows[place].row, WORK_OBLIGATION + place, place, 3, arena);
        rows[place].name = names[place];
        rows[place].bearer = WORK_STEERING;
        rows[place].receiver = bodies[place];
        rows[place].channel = place == 1 ? CHANNEL_WRITTEN : CHANNEL_ORAL;
        rows[place].recurrence = RECURRENCE_EACH_MEETING;
        rows[place].until = work_date("event: Endelig behandling i desember 2020", arena);
        rows[place].point = points[place];
        for (uint32_t turn = 0; turn < 2; turn++) {
            uint32_t at = place * 2 + turn;
            solor_row(&meetings[at].row, WORK_MEETING + at, at, 6, arena);
            meetings[at].name = "Kommunestyremøte";
            meetings[at].body = bodies[place];
            meetings[at].date = work_date(turn == 0 ? "31.8.2020" : "28.9.2020", arena);
            solor_row(&instances[at].row, WORK_INSTANCE + at, at, 6, arena);
            instances[at].obligation = WORK_OBLIGATION + place;
            instances[at].meeting = WORK_MEETING + at;
            instances[at].due = meetings[at].date;
        }
    }
    solor_row(&all[3].row, WORK_STEERING, 3, 4, arena);
    all[3].name = "Styringsgruppa";
    all[3].kind = BODY_STEERING;
    instances[0].done = work_date("31.8.2020", arena);
    instances[0].evidence = "Møtebok sak 070/20";
}

static inline void work_fill_lights(Plan *plan, Arena *arena)
{
    static const struct {
        int task, aspect, value;
        const char *date;
    } given[] = {{0, LIGHT_OVERALL, LIGHT_YELLOW, "1.8.2020"},
                 {0, LIGHT_OVERALL, LIGHT_GREEN, "1.9.2020"},
                 {0, LIGHT_TIME, LIGHT_YELLOW, "1.9.2020"},
                 {0, LIGHT_ECONOMY, LIGHT_GREEN, "1.9.2020"},
                 {0, LIGHT_RISK, LIGHT_RED, "1.9.2020"},
                 {WORK_PHASE + 1, LIGHT_OVERALL, LIGHT_GREEN, "2.9.2020"}};

    Light *rows = plan_reserve(plan, ENTITY_LIGHT, COUNT_OF(given));
    for (uint32_t place = 0; place < COUNT_OF(given); place++) {
        solor_row(&rows[place].row, WORK_LIGHT + place, place, COUNT_OF(given), arena);
        rows[place].task = given[place].task;
        rows[place].aspect = given[place].aspect;
        rows[place].value = given[place].value;
        rows[place].date = work_date(given[place].date, arena);
    }
    rows[2].note = "Kommunikasjonsplanen er to dager over fristen.";
}

static inline void work_fill_money(Plan *plan, Arena *arena)
{
    Funding *funding = plan_reserve(plan, ENTITY_FUNDING, 1);
    Effort *effort = plan_reserve(plan, ENTITY_EFFORT, 4);
    solor_row(&funding->row, WORK_FUNDING, 0, 1, arena);
    funding->name = "Skjønnsmidler til prosjektet";
    funding->grantor = "Fylkesmannen i Innlandet";
    funding->amount = 50000000;
    for (uint32_t place = 0; place < 4; place++) {
        solor_row(&effort[place].row, WORK_EFFORT + place, place, 4, arena);
        effort[place].date = work_date("2.9.2020", arena);
        effort[place].municipality = VALER + place % 3;
        effort[place].hours = 1000 + 150 * (int64_t)place;
        effort[place].rate = place == 2 ? NUMBER_NONE : 60000;
    }
}

static inline Plan *work_plan(Arena *arena)
{
    Plan *plan = plan_new(arena);
    PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
    solor_row(&info->row, PLAN_ROW, 0, 1, arena);
    info->name = "Interkommunalt samarbeid";
    info->language = LANGUAGE_NB;
    solor_municipalities(plan, arena);
    solor_roles(plan, arena);
    solor_groups(plan, arena);
    work_fill_tasks(plan, arena);
    work_fill_checklist(plan, arena);
    work_fill_answers(plan, arena);
    work_fill_decisions(plan, arena);
    work_fill_obligations(plan, arena);
    work_fill_lights(plan, arena);
    work_fill_money(plan, arena);
    plan_finish(plan);
    return plan;
}

static inline ViewInput work_input(const Plan *plan, const ViewState *state, Arena *arena)
{
    Schedule *schedule = ARENA_NEW(arena, Schedule);
    Err err = {0};
    assert_true(schedule_compute(plan, support_today(), arena, schedule, &err));
    return (ViewInput){.plan = plan,
                       .schedule = schedule,
                       .state = state,
                       .language = LANGUAGE_EN,
                       .today = support_today(),
                       .width = SUPPORT_WIDTH,
                       .height = SUPPORT_HEIGHT};
}

#endif
