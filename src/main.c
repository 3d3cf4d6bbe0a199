/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/tui.h"

#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

static int report(const Err *err)
{
    (void)fputs("framdrift: ", stderr);
    tui_print(stderr, err->message);
    (void)fputs("\n", stderr);
    return err_exit_status(err->code);
}

static int run_command(App *app, const Options *options)
{
    Text input = {0}, results = {0}, messages = {0};
    if (app_needs_input(options)) {
        tui_read_input(&input);
    }
    int status = app_main(app, text_string(&input), &results, &messages);
    tui_print(stdout, text_string(&results));
    /* A stream that failed earlier has nothing left to flush. */
    bool written = fflush(stdout) == 0 && ferror(stdout) == 0;
    if (!written && status == 0) {
        text_printf(&messages, "framdrift: %s\n", _("The results could not be written."));
        status = 1;
    }
    tui_print(stderr, text_string(&messages));
    text_free(&input);
    text_free(&results);
    text_free(&messages);
    return status;
}

static void print_help(const Options *options)
{
    Text help = {0};
    if (options->help) {
        options_print_help(&help);
    } else {
        text_printf(&help, "framdrift %s\n", FRAMDRIFT_VERSION);
    }
    tui_print(stdout, text_string(&help));
    text_free(&help);
}

static int run(const Options *options, const TuiPlaces *places)
{
    TuiHost state;
    Host host;
    Err err = {0};
    tui_host_init(&state, &host, options);
    host.share_dir = places->share;
    host.source_dir = places->source;
    host.version = FRAMDRIFT_VERSION;
    App *app = app_new(&host, options);
    tui_locale_follow(app, options);
    int status = 0;
    if (!app_wants_screen(options)) {
        status = run_command(app, options);
    } else if (app_open(app, &err)) {
        tui_print(stderr, app_notices(app));
        status = tui_run(app, options, &err);
    }
    app_free(app);
    return err.code != ERR_NONE ? report(&err) : status;
}

static const TuiPlaces installed = {.share = FRAMDRIFT_SHARE_DIR,
                                    .locale = FRAMDRIFT_LOCALE_DIR};
static const TuiPlaces built = {.program = FRAMDRIFT_BUILD_DIR, .source = FRAMDRIFT_SOURCE_DIR};

int main(int count, char **words)
{
    /* Nothing here was written to be run with the rights of somebody else. */
    if (getauxval(AT_SECURE) != 0) {
        (void)fputs("framdrift: refuses to run with set-user-id or set-group-id.\n", stderr);
        return 2;
    }
    (void)umask(S_IRWXG | S_IRWXO);
    Arena *arena = arena_new();
    TuiPlaces places;
    tui_find_places(&places, &installed, &built, arena);
    bool ascii = !tui_locale_init(places.locale);
    Options options = {0};
    Err err = {0};
    int status = 0;
    if (!options_parse(count, words, arena, &options, &err)) {
        status = report(&err);
    } else if (options.help || options.version) {
        tui_locale_follow(NULL, &options);
        print_help(&options);
    } else {
        options.ascii = options.ascii || (ascii && app_wants_screen(&options));
        status = run(&options, &places);
    }
    arena_free(arena);
    return status;
}
