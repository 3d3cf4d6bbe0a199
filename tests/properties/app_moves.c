/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A frame in which only the cursor has moved holds the same cells as a whole one.  Keys are pressed at
 * random, most of them cursor keys; after each the frame is drawn as it comes, and then whole.
 */
#include "../unit/app_support.h"
#include "trials.h"

#include <stdlib.h>

enum { KEYS_EACH = 150, TRIALS_BY_DAY = 12, TRIALS_BY_NIGHT = 400 };

typedef struct Walk {
    Scene scene;
    uint64_t chance;
    unsigned moved; /* frames that were not drawn whole */
} Walk;

static const char *const moves[] = {"down",      "up",      "j",      "k",  "right", "left",
                                    "page-down", "page-up", "ctrl-d", "G",  "g",     "down",
                                    "up",        "down",    "up",     "tab"};
static const char *const others[] = {"space", "f",      "+", "-",     ",",      ".",      "D",
                                     "*",     "escape", "x", "u",     "U",      "i",      "F",
                                     "s",     "v",      "/", "enter", "escape", "ctrl-l", "?"};
static const char views_keys[] = {'1', '2', '3', '4', '6', '7', '9', '0', 'H'};

static void assert_same_as_whole(Walk *walk)
{
    Scene *scene = &walk->scene;
    const Canvas *canvas = app_draw(scene->app, scene->width, scene->height);
    size_t bytes = (size_t)canvas->width * (size_t)canvas->height * sizeof(Cell);
    walk->moved += canvas->fresh.height < canvas->height ? 1 : 0;
    Arena *arena = arena_new();
    Text shown = {0};
    Cell *cells = arena_bare(arena, bytes);
    memcpy(cells, canvas->cells, bytes);
    canvas_write_text(canvas, &shown);
    int x = canvas->cursor_x;
    int y = canvas->cursor_y;
    canvas = app_draw(scene->app, scene->width, scene->height);
    assert_int_equal(canvas->fresh.height, canvas->height);
    Text whole = {0};
    canvas_write_text(canvas, &whole);
    if (strcmp(text_string(&shown), text_string(&whole)) != 0)
        fail_msg("in %s:\n%s\nand whole:\n%s", views[scene->app->view].name,
                 text_string(&shown), text_string(&whole));
    if (memcmp(cells, canvas->cells, bytes) != 0)
        fail_msg("in %s some cells look otherwise", views[scene->app->view].name);
    assert_int_equal(x, canvas->cursor_x);
    assert_int_equal(y, canvas->cursor_y);
    text_free(&shown);
    text_free(&whole);
    arena_free(arena);
}

static void press(Walk *walk)
{
    App *app = walk->scene.app;
    if (xorshift_below(&walk->chance, 12) == 0) {
        app_key(app, (Key)views_keys[xorshift_below(&walk->chance, COUNT_OF(views_keys))]);
    } else if (xorshift_below(&walk->chance, 8) == 0) {
        app_key(app, key_parse(others[xorshift_below(&walk->chance, COUNT_OF(others))]));
    } else if (xorshift_below(&walk->chance, 4) == 0) {
        app_key(app, KEY_CODE_ESCAPE);
    }
    assert_same_as_whole(walk);
    uint64_t presses = 1 + xorshift_below(&walk->chance, 3); /* in one read, before a frame */
    for (uint64_t press = 0; press < presses; press++)
        app_key(app, key_parse(moves[xorshift_below(&walk->chance, COUNT_OF(moves))]));
    assert_same_as_whole(walk);
}

/* Letters of two columns, and such as bear marks, at every place where a text may be clipped. */
static void write_wide(Scene *scene)
{
    static const struct {
        EntityKind entity;
        const char *name, *field;
    } texts[] = {{ENTITY_TASK, "task", "name"},
                 {ENTITY_POINT, "point", "text"},
                 {ENTITY_SWOT, "swot", "text"},
                 {ENTITY_PERSON, "person", "name"}};

    for (size_t kind = 0; kind < COUNT_OF(texts); kind++) {
        for (uint32_t at = 0; at < plan_count(scene->app->plan, texts[kind].entity); at++) {
            RowId id = plan_at(scene->app->plan, texts[kind].entity, at)->id;
            const char *lead = &"abc"[at % 4];
            (void)scene_run(scene,
                            arena_printf(scene->arena,
                                         "set %s/%lld %s=\"%s\u5354\u529b\u8a08\u753b o\u0308 "
                                         "\u81ea\u6cbb\u4f53\u306e\u5354\u529b\u8a08\u753b"
                                         "\u5354\u529b\u8a08\u753b %u\"",
                                         texts[kind].name, (long long)id, texts[kind].field,
                                         lead, at));
        }
    }
}

/* How many frames were not drawn whole. */
static unsigned one_walk(uint64_t seed)
{
    static const int sizes[][2] = {{80, 24}, {120, 40}, {60, 20}, {40, 10}, {160, 50}};
    Walk walk = {.chance = seed * 2 + 1};
    scene_start(&walk.scene, "moves");
    const int *size = sizes[seed % COUNT_OF(sizes)];
    walk.scene.width = size[0];
    walk.scene.height = size[1];
    if (seed % 2 == 1)
        write_wide(&walk.scene);
    scene_draw(&walk.scene);
    for (size_t view = 0; view < COUNT_OF(views_keys); view++) {
        app_key(walk.scene.app, (Key)views_keys[view]);
        app_key(walk.scene.app, 'D');
    }
    for (int key = 0; key < KEYS_EACH && !app_is_finished(walk.scene.app); key++)
        press(&walk);
    scene_end(&walk.scene);
    return walk.moved;
}

static void a_moved_cursor_leaves_what_a_whole_frame_shows(void **state)
{
    (void)state;
    uint64_t trials = trials_count(TRIALS_BY_DAY, TRIALS_BY_NIGHT);
    uint64_t seed = trials_seed();
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)trials);
    uint64_t moved = 0;
    for (uint64_t trial = 0; trial < trials; trial++)
        moved += one_walk(seed + trial);
    print_message("%llu frames in which only the cursor moved\n", (unsigned long long)moved);
    assert_true(moved >= trials * KEYS_EACH / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moved_cursor_leaves_what_a_whole_frame_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
