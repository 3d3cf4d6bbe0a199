/* SPDX-License-Identifier: MPL-2.0 */
/* A small plan in memory and one drawing of its timeline, for the tests of that view. */
#ifndef FRAMDRIFT_TEST_TIMELINE_SCENE_H
#define FRAMDRIFT_TEST_TIMELINE_SCENE_H

#include "framdrift/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TODAY   "2020-09-03"
#define TASK_ID 1000
#define BODY_ID 100

/* --- A plan ------------------------------------------------------------------------------------ */

typedef struct Line {
    int parent; /* place in this list; -1: top */
    const char *name, *short_name, *owner;
    int status, progress; /* -1: not stated */
    const char *start, *finish, *deadline, *as_written;
} Line;

static const Line lines[] = {
    {-1, "Anchoring, ownership and plan", "Anchoring and plan", "", STATUS_STARTED, -1, "", "",
     "2020-09-01", "1. september"},
    {0, "Decisions in three councils", "Council decisions", "Councils", STATUS_DONE, 100,
     "2020-06-18", "2020-07-03", "", ""},
    {0, "Talks with the union reps", "", "Mun. directors", STATUS_DONE, 100, "2020-06-25",
     "2020-08-30", "", ""},
    {0, "Set up project organisation", "Project organisation", "Steering group", STATUS_DONE,
     100, "2020-08-10", "2020-08-30", "", ""},
    {0, "Draw up the communication plan", "Communication plan", "Comms staff", STATUS_STARTED,
     70, "2020-08-17", "2020-09-01", "2020-09-01", ""},
    {-1, "Carry out: gains and obstacles", "Gains and obstacles", "", STATUS_STARTED, -1, "",
     "", "2020-11-01", "1.november"},
    {5, "Clarify mutual expectations", "Mutual expectations", "All groups", STATUS_STARTED, 60,
     "2020-08-31", "2020-09-13", "", ""},
    {5, "Carry out a SWOT analysis", "SWOT analysis", "All groups", STATUS_STARTED, 20,
     "2020-09-07", "2020-09-27", "", ""},
    {5, "Map the present state", "", "All groups", STATUS_STARTED, 10, "2020-09-07",
     "2020-10-11", "", ""},
    {8, "Technical services", "", "Project lead", STATUS_STARTED, 20, "2020-09-07",
     "2020-09-25", "2020-10-01", ""},
    {8, "Accounting", "", "Project lead", STATUS_STARTED, 15, "2020-09-07", "2020-10-11", "",
     ""},
    {8, "Archive", "", "Project lead", STATUS_PLANNED, -1, "", "", "2020-10-05", "5.10"},
    {5, "Quality and vulnerability", "", "All groups", STATUS_PLANNED, -1, "2020-09-21",
     "2020-10-18", "", ""},
    {5, "Compare with others", "", "Project lead", STATUS_DROPPED, -1, "2020-09-28",
     "2020-10-18", "", ""},
    {5, "Obstacles and pitfalls", "", "All groups", STATUS_PLANNED, -1, "", "", "2020-10-25",
     ""},
    {5, "Summary, conclusions, advice", "Summary and advice", "Group leaders", STATUS_PLANNED,
     -1, "2020-10-19", "2020-11-01", "", ""},
    {-1, "Conclusions and decisions", "", "", STATUS_PLANNED, -1, "", "", "event",
     "Kommunestyremøtene i desember 2020"},
    {16, "Final report and conclusion", "Final report", "Project lead", STATUS_PLANNED, -1,
     "2020-11-02", "2020-11-27", "", ""},
    {16, "Report handed over", "", "Project lead", STATUS_PLANNED, -1, "2020-11-27",
     "2020-11-27", "", ""},
    {16, "Treatment in the councils", "", "Steering group", STATUS_PLANNED, -1, "", "", "event",
     "Kommunestyremøtene i desember 2020"},
};
#define LINE_MILESTONE 18

static const struct {
    int from, to;
} links_of_plan[] = {{6, 8}, {8, 12}, {8, 13}, {8, 15}, {15, 17}};

static const struct {
    int task;
    const char *text;
} goals_of_plan[] = {
    {0, "Everybody knows why"},         {0, "The councils have decided"},
    {0, "The unions take part"},        {0, "A plan that people can follow"},
    {8, "One picture of today's work"}, {16, "A common recommendation"},
};

static inline HonestDate date_of(const char *iso, const char *as_written)
{
    HonestDate date = {.from = DAY_NONE, .to = DAY_NONE};
    Day day = DAY_NONE;
    if (day_parse_iso(iso, &day)) {
        date = date_from_day(day);
    } else if (strcmp(iso, "event") == 0) {
        date.precision = DATE_EVENT;
    }
    date.as_written = as_written[0] ? as_written : NULL;
    return date;
}

static inline RowId body_named(Body *bodies, int *count, const char *name, Arena *arena)
{
    if (name[0] == '\0') {
        return 0;
    }
    for (int i = 0; i < *count; i++) {
        if (strcmp(bodies[i].name, name) == 0) {
            return bodies[i].row.id;
        }
    }
    bodies[*count].row.id = BODY_ID + *count;
    bodies[*count].row.rank = rank_at(arena, (uint32_t)*count, COUNT_OF(lines));
    bodies[*count].name = name;
    return bodies[(*count)++].row.id;
}

static inline void fill_task(Task *task, int place, Body *bodies, int *body_count, Arena *arena)
{
    const Line *line = &lines[place];
    task->row.id = TASK_ID + place;
    task->row.rank = rank_at(arena, (uint32_t)place, COUNT_OF(lines));
    task->row.origin = line->parent == 8 ? ORIGIN_EXAMPLE : ORIGIN_OWN;
    task->parent = line->parent < 0 ? 0 : TASK_ID + line->parent;
    task->kind = line->parent < 0 ? TASK_PHASE
                                  : (place == LINE_MILESTONE ? TASK_MILESTONE : TASK_ACTIVITY);
    task->name = line->name;
    task->short_name = line->short_name;
    task->body = body_named(bodies, body_count, line->owner, arena);
    task->status = line->status;
    task->progress = line->progress < 0 ? NUMBER_NONE : line->progress;
    task->start = date_of(line->start, "");
    task->finish = date_of(line->finish, "");
    task->deadline = date_of(line->deadline, line->as_written);
    if (place == 8) {
        task->purpose = "FTEs, tasks, costs and ICT systems in use today, for each service.";
        task->duration = 5 * MINUTES_PER_WEEK;
    }
}

static inline Plan *make_plan(Arena *arena)
{
    Plan *plan = plan_new(arena);
    Task *tasks = plan_reserve(plan, ENTITY_TASK, COUNT_OF(lines));
    Body *bodies = plan_reserve(plan, ENTITY_BODY, 7);
    int body_count = 0;
    for (int i = 0; i < (int)COUNT_OF(lines); i++) {
        fill_task(&tasks[i], i, bodies, &body_count, arena);
    }
    assert_int_equal(body_count, 7);
    Link *links = plan_reserve(plan, ENTITY_LINK, COUNT_OF(links_of_plan));
    for (int i = 0; i < (int)COUNT_OF(links_of_plan); i++) {
        links[i].row.id = 500 + i;
        links[i].row.rank = rank_at(arena, (uint32_t)i, 20);
        links[i].from = TASK_ID + links_of_plan[i].from;
        links[i].to = TASK_ID + links_of_plan[i].to;
        links[i].lag = 0;
    }
    Goal *goals = plan_reserve(plan, ENTITY_GOAL, COUNT_OF(goals_of_plan));
    for (int i = 0; i < (int)COUNT_OF(goals_of_plan); i++) {
        goals[i].row.id = 700 + i;
        goals[i].row.rank = rank_at(arena, (uint32_t)i, 20);
        goals[i].task = TASK_ID + goals_of_plan[i].task;
        goals[i].text = goals_of_plan[i].text;
    }
    static const char *const days[] = {"2020-10-05", "2020-11-30", "2020-12-14"};
    Meeting *meetings = plan_reserve(plan, ENTITY_MEETING, COUNT_OF(days));
    for (int i = 0; i < (int)COUNT_OF(days); i++) {
        meetings[i].row.id = 900 + i;
        meetings[i].date = date_of(days[i], "");
    }
    plan_finish(plan);
    return plan;
}

/* --- A scene ----------------------------------------------------------------------------------- */

typedef struct Scene {
    Arena *arena;
    const View *view;
    Schedule schedule;
    ViewState state;
    ViewInput input;
    ViewRows rows;
    Canvas *canvas;
    HitMap hits;
    ViewLaid laid;
    bool ascii;
} Scene;

static inline Day today(void)
{
    Day day = DAY_NONE;
    assert_true(day_parse_iso(TODAY, &day));
    return day;
}

static inline void scene_begin(Scene *scene, Plan *(*make)(Arena *arena), int width, int height)
{
    Err err = {0};
    *scene = (Scene){.arena = arena_new(), .view = view_by_name("timeline")};
    assert_non_null(scene->view);
    const Plan *plan = make(scene->arena);
    Rect area = frame_area(width, height);
    assert_true(schedule_compute(plan, today(), scene->arena, &scene->schedule, &err));
    scene->state =
        (ViewState){.zoom = ZOOM_WEEK, .origin = DAY_NONE, .show_detail = true, .filter = ""};
    scene->input = (ViewInput){.plan = plan,
                               .schedule = &scene->schedule,
                               .state = &scene->state,
                               .language = LANGUAGE_EN,
                               .today = today(),
                               .width = area.width,
                               .height = area.height};
    scene->hits.arena = scene->arena;
}

static inline void scene_draw(Scene *scene)
{
    scene->rows = scene->view->lay_out(&scene->input, scene->arena);
    scene->canvas =
        canvas_new(scene->arena, scene->input.width, scene->input.height, scene->ascii);
    scene->canvas->language = scene->input.language;
    scene->hits.count = 0;
    scene->view->draw(&scene->input, &scene->rows,
                      (Rect){0, 0, scene->input.width, scene->input.height}, scene->canvas,
                      &scene->hits, &scene->laid);
}

static inline void scene_end(Scene *scene)
{
    arena_free(scene->arena);
}

static inline char *row_as_text(const Canvas *canvas, int y, Arena *arena)
{
    Text out = {0};
    size_t used = 0;
    for (int x = 0; x < canvas->width; x++) {
        const Cell *cell = canvas_at(canvas, x, y);
        if (!(cell->flags & CELL_TAIL)) {
            text_append_char(&out, cell->codepoint);
        }
        used = cell->codepoint == ' ' ? used : out.length;
    }
    char *row = arena_strndup(arena, text_string(&out), used);
    text_free(&out);
    return row;
}

#endif
