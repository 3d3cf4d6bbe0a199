/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sync: both plans get what the other one has, through ssh and the program at the other end.
 *
 *   send      writes a copy of the plan to standard output, as lines of letters
 *   receive   reads such a copy from standard input and merges it
 *   sync      fetches with `send`, merges here, and gives what is here to `receive`
 *
 * A copy says at its end how long it is and what its bytes add up to, so that half of one is never
 * taken; each side merges whole or not at all, and merging twice changes nothing.  Whatever step the
 * line breaks at, running sync again does the rest.  Where no plan is yet, the copy becomes it.
 */
#include "app_private.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADING "framdrift-plan 1\n"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

enum { LINE_BYTES = 57 };

/* --- A plan as letters -------------------------------------------------------------------------------- */

static uint64_t sum_bytes(const char *bytes, size_t count)
{
    uint64_t sum = 14695981039346656037U;
    for (size_t at = 0; at < count; at++)
        sum = (sum ^ (unsigned char)bytes[at]) * 1099511628211U;
    return sum;
}

static void encode_line(const char *bytes, size_t count, Text *out)
{
    for (size_t at = 0; at < count; at += 3) {
        uint32_t group = 0;
        char letters[5] = "";
        for (size_t place = 0; place < 3; place++)
            group = group << 8 | (at + place < count ? (unsigned char)bytes[at + place] : 0);
        for (size_t place = 0; place < 4; place++)
            letters[place] = at + place > count ? '=' : LETTERS[group >> (18 - 6 * place) & 63];
        text_append(out, letters);
    }
    text_append(out, "\n");
}

static void plan_encode(const char *bytes, size_t count, Text *out)
{
    text_append(out, HEADING);
    for (size_t at = 0; at < count; at += LINE_BYTES)
        encode_line(bytes + at, count - at < LINE_BYTES ? count - at : LINE_BYTES, out);
    text_printf(out, "end %zu %016" PRIx64 "\n", count, sum_bytes(bytes, count));
}

static void decode_line(const char *line, size_t length, Text *out)
{
    uint32_t group = 0;
    int bits = 0;
    for (size_t at = 0; at < length; at++) {
        const char *letter = line[at] == '\0' ? NULL : strchr(LETTERS, line[at]);
        if (letter == NULL)
            continue; /* the sum tells what was hurt */
        group = group << 6 | (uint32_t)(letter - LETTERS);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            char byte = (char)(group >> bits & 255);
            text_append_bytes(out, &byte, 1);
        }
    }
}

/* What a shell at the other end says before the copy begins is passed over. */
static bool plan_decode(const char *text, Text *out, Err *err)
{
    const char *at = text == NULL ? NULL : strstr(text, HEADING);
    if (at == NULL)
        return fail(err, ERR_IO,
                    _("No copy of a plan came over the line; nothing was changed."));
    at += strlen(HEADING);
    while (*at != '\0' && strncmp(at, "end ", 4) != 0) {
        size_t length = strcspn(at, "\n");
        decode_line(at, length, out);
        at += length + (at[length] == '\n');
    }
    char *rest = NULL;
    unsigned long long length = *at == '\0' ? 0 : strtoull(at + 4, &rest, 10);
    uint64_t sum = *at == '\0' ? 0 : strtoull(rest, &rest, 16);
    if (*at == '\0' || *rest != '\n' || length != out->length ||
        sum != sum_bytes(text_string(out), out->length))
        return fail(err, ERR_IO,
                    _("Only a part of the copy came over the line; nothing was changed.  Try "
                      "again."));
    return true;
}

/* --- Files beside the plan that nobody else reads ------------------------------------------------------- */

static const char *private_path(App *app, const char *what)
{
    return arena_printf(app->scratch, "%s.%s.%ld", app->options->file, what, (long)getpid());
}

static bool file_write(const char *path, const char *bytes, size_t count, Err *err)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = file >= 0;
    for (size_t done = 0; good && done < count;) {
        ssize_t put = write(file, bytes + done, count - done);
        good = put >= 0;
        done += good ? (size_t)put : 0;
    }
    int trouble = errno;
    if (file >= 0)
        good = close(file) == 0 && good;
    if (!good && file >= 0)
        (void)unlink(path);
    return good || fail(err, ERR_IO, _("%s cannot be written (%s)."), path, strerror(trouble));
}

static bool file_read(const char *path, Text *out, Err *err)
{
    char part[8192];
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return fail(err, ERR_IO, _("%s cannot be read (%s)."), path, strerror(errno));
    for (size_t got = fread(part, 1, sizeof part, file); got > 0;
         got = fread(part, 1, sizeof part, file))
        text_append_bytes(out, part, got);
    bool good = ferror(file) == 0;
    (void)fclose(file);
    return good || fail(err, ERR_IO, _("%s cannot be read (%s)."), path, strerror(errno));
}

/* --- send, receive ----------------------------------------------------------------------------------------- */

static bool write_copy(App *app, Text *out, Err *err)
{
    const char *path = private_path(app, "send");
    Text bytes = {0};
    bool good = store_copy(app->store, path, err) && file_read(path, &bytes, err);
    (void)unlink(path);
    if (good)
        plan_encode(text_string(&bytes), bytes.length, out);
    text_free(&bytes);
    return good;
}

/* The sentence of a merge that fails names the place that the copy came from. */
static bool take_copy(App *app, const char *text, MergeReport *report, Err *err)
{
    Text bytes = {0};
    const char *path = private_path(app, "received");
    bool good = plan_decode(text, &bytes, err) &&
                file_write(path, text_string(&bytes), bytes.length, err);
    text_free(&bytes);
    if (!good)
        return false;
    good = store_merge(app->store, path, false, app->scratch, report, err);
    (void)unlink(path);
    return good && merge_taken(app, err);
}

static bool run_send(App *app, const Call *call, Err *err)
{
    return write_copy(app, call->out, err);
}

static bool run_receive(App *app, const Call *call, Err *err)
{
    MergeReport report;
    if (!merge_ready(app, err) || !take_copy(app, app->input, &report, err))
        return false;
    text_printf(call->out, "%s\n", merge_words(app, &report));
    return !conflicts_remain(app, err);
}

/* --- sync ----------------------------------------------------------------------------------------------------- */

typedef struct Sync {
    App *app;
    const char *host, *path; /* quoted for the shell at the other end */
    const char *program;
} Sync;

static bool split_place(App *app, const char *place, Sync *out, Err *err)
{
    const char *colon = strchr(place, ':');
    if (colon == NULL || colon == place || colon[1] == '\0' || place[0] == '-')
        return fail(err, ERR_USAGE,
                    _("“%s” is not HOST:PATH, such as kari@server:plans/solor.plan."), place);
    const char *path = colon + 1;
    Text quoted = {0};
    if (strncmp(path, "~/", 2) == 0)
        path += 2; /* where ssh begins anyway */
    text_append(&quoted, path[0] == '-' ? "./'" : "'");
    for (const char *at = path; *at != '\0'; at++)
        text_append_bytes(&quoted, *at == '\'' ? "'\\''" : at, *at == '\'' ? 4 : 1);
    text_append(&quoted, "'");
    out->host = arena_strndup(app->scratch, place, (size_t)(colon - place));
    out->path = arena_strdup(app->scratch, text_string(&quoted));
    text_free(&quoted);
    return true;
}

/* Runs a command of the program at the other end; its exit status, and what it printed. */
static bool run_there(const Sync *sync, const char *command, const char *input, Text *out,
                      int *status, Err *err)
{
    App *app = sync->app;
    const char *line = arena_printf(app->scratch, "framdrift %s %s", sync->path, command);
    const char *const words[] = {sync->program, sync->host, line, NULL};
    const char *output = private_path(app, "answer");
    bool good = file_write(output, "", 0, err) &&
                app->host->run(app->host->context, words, input, output, status, err) &&
                file_read(output, out, err);
    (void)unlink(output);
    return good;
}

static bool fail_there(const Sync *sync, int status, bool fetched, Err *err)
{
    if (status == 127)
        return fail(err, ERR_IO, _("%s has no program “framdrift” that can be found."),
                    sync->host);
    return fail(err, ERR_IO,
                fetched ? _("%s could not take what is here (status %d); what it has is merged "
                            "here.  Run sync again.")
                        : _("%s could not send its plan (status %d); nothing was changed.  Run "
                            "sync again."),
                sync->host, status);
}

static bool fetch(const Sync *sync, const Call *call, Err *err)
{
    Text copy = {0};
    int status = 0;
    MergeReport report;
    bool good = run_there(sync, "send", NULL, &copy, &status, err);
    if (good && status != 0)
        good = fail_there(sync, status, false, err);
    good = good && take_copy(sync->app, text_string(&copy), &report, err);
    text_free(&copy);
    if (good)
        text_printf(call->out, _("here: %s\n"), merge_words(sync->app, &report));
    return good;
}

/* A shell at the other end may have greeted first. */
static const char *last_line(App *app, const char *said)
{
    size_t end = strlen(said);
    while (end > 0 && said[end - 1] == '\n')
        end--;
    size_t start = end;
    while (start > 0 && said[start - 1] != '\n')
        start--;
    return text_clean(app->scratch, said + start, end - start, false);
}

static bool give(const Sync *sync, const Call *call, Err *err)
{
    App *app = sync->app;
    Text copy = {0};
    Text answer = {0};
    int status = 0;
    const char *input = private_path(app, "sent");
    bool good = write_copy(app, &copy, err) &&
                file_write(input, text_string(&copy), copy.length, err) &&
                run_there(sync, "receive", input, &answer, &status, err);
    (void)unlink(input);
    if (good && status != 0 && status != err_exit_status(ERR_CONFLICT))
        good = fail_there(sync, status, true, err);
    if (good) {
        text_printf(call->out, _("there: %s\n"), last_line(app, text_string(&answer)));
    }
    text_free(&copy);
    text_free(&answer);
    return good;
}

/* A laptop's first copy. */
static bool fetch_first(const Sync *sync, const Call *call, Err *err)
{
    App *app = sync->app;
    Text copy = {0};
    Text bytes = {0};
    int status = 0;
    const char *path = private_path(app, "received");
    bool good = run_there(sync, "send", NULL, &copy, &status, err);
    if (good && status != 0)
        good = fail_there(sync, status, false, err);
    good = good && plan_decode(text_string(&copy), &bytes, err) &&
           file_write(path, text_string(&bytes), bytes.length, err);
    text_free(&copy);
    text_free(&bytes);
    if (!good)
        return false;
    /* Never over a file that has come meanwhile; a memory stick knows no second names. */
    bool there = access(app->options->file, F_OK) == 0;
    if (link(path, app->options->file) != 0 &&
        (there || errno == EEXIST || rename(path, app->options->file) != 0)) {
        int trouble = there ? EEXIST : errno;
        (void)unlink(path);
        return fail(err, ERR_IO, _("%s cannot be written (%s)."), app->options->file,
                    strerror(trouble));
    }
    (void)unlink(path);
    app->made_file = true;
    if (!app_open_store(app, 0, err) || !app_reload(app, err))
        return false;
    text_printf(call->out, _("here: a copy of %s\n"), call->words[1]);
    return !conflicts_remain(app, err);
}

/* Conflicts are part of a plan that came whole. */
static bool sync_first(const Sync *sync, const Call *call, Err *err)
{
    bool good = fetch_first(sync, call, err);
    if (err->code == ERR_CONFLICT)
        sync->app->made_file = false;
    return good;
}

static bool run_sync(App *app, const Call *call, Err *err)
{
    Sync sync = {.app = app, .program = "ssh"};
    if (app_wants_screen(app->options) || app->host->run == NULL || call->out == NULL)
        return fail(
            err, ERR_INPUT,
            _("ssh may ask for a password: leave the full screen and run “framdrift FILE "
              "sync %s”."),
            call->words[1]);
    const char *program = app->host->environment(app->host->context, "FRAMDRIFT_SSH");
    if (!text_is_empty(program))
        sync.program = program;
    if (!split_place(app, call->words[1], &sync, err))
        return false;
    if (app->store == NULL)
        return sync_first(&sync, call, err);
    return merge_ready(app, err) && fetch(&sync, call, err) && give(&sync, call, err) &&
           !conflicts_remain(app, err);
}

const Command commands_sync[] = {
    {"sync", "USER@HOST:PATH", N_("Plan"),
     N_("take in what the plan on another machine has, and give it what is here"),
     COMMAND_WRITES | COMMAND_NO_PLAN, 1, 1, run_sync},
    {"send", "", N_("Plan"), N_("write a copy of the plan to standard output, for sync"),
     COMMAND_HIDDEN, 0, 0, run_send},
    {"receive", "", N_("Plan"), N_("merge a copy from standard input, for sync"),
     COMMAND_WRITES | COMMAND_HIDDEN, 0, 0, run_receive},
    {0},
};
