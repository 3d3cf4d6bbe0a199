/* SPDX-License-Identifier: MPL-2.0 */
/* What the machine lends to app: the clock, names, the environment, the locale. */
#include "framdrift/tui.h"

#include "kiosk.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define QUARTER_SECONDS 900

/* --- The clock ---------------------------------------------------------------------------------- */

/* FRAMDRIFT_NOW is "2020-09-03", "2020-09-03T14:30" or "2020-09-03 14:30:00", local time. */
static bool read_frozen_time(const char *text, int64_t *out)
{
    char date[11] = "";
    Day day = DAY_NONE;
    struct tm local = {.tm_hour = 12, .tm_isdst = -1};
    if (strlen(text) < sizeof date - 1) {
        return false;
    }
    memcpy(date, text, sizeof date - 1);
    if (!day_parse_iso(date, &day)) {
        return false;
    }
    const char *rest = text + sizeof date - 1;
    if (*rest != '\0' && strptime(rest + 1, "%H:%M:%S", &local) == NULL &&
        strptime(rest + 1, "%H:%M", &local) == NULL) {
        return false;
    }
    int month = 0;
    day_to_civil(day, &local.tm_year, &month, &local.tm_mday);
    local.tm_year -= 1900;
    local.tm_mon = month - 1;
    *out = (int64_t)mktime(&local);
    return true;
}

static int64_t host_now(void *context)
{
    const TuiHost *host = context;
    return host->is_frozen ? host->frozen_at : (int64_t)time(NULL);
}

/* Clocks are changed at a quarter of an hour: within one, the answer stays the same. */
static int host_utc_offset(void *context, int64_t at)
{
    TuiHost *host = context;
    int64_t quarter = at / QUARTER_SECONDS;
    TuiOffset *known = &host->offsets[(uint64_t)quarter % COUNT_OF(host->offsets)];
    if (!known->is_known || known->quarter != quarter) {
        time_t moment = (time_t)at;
        struct tm local = {0};
        int offset = localtime_r(&moment, &local) != NULL ? (int)local.tm_gmtoff : 0;
        *known = (TuiOffset){.is_known = true, .quarter = quarter, .offset = offset};
    }
    return known->offset;
}

static Day host_today(void *context)
{
    time_t moment = (time_t)host_now(context);
    struct tm local = {0};
    if (localtime_r(&moment, &local) == NULL) {
        return 0;
    }
    return day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

/* --- Names -------------------------------------------------------------------------------------- */

static const char *host_environment(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

static void copy_clean(char *out, size_t capacity, const char *raw)
{
    Arena *arena = arena_new();
    const char *clean = text_clip(arena, text_clean(arena, raw, strlen(raw), false), 30, false);
    (void)snprintf(out, capacity, "%s", clean);
    arena_free(arena);
}

static void read_names(TuiHost *state)
{
    char name[256] = "";
    const struct passwd *entry = getpwuid(geteuid());
    copy_clean(state->user, sizeof state->user, entry != NULL ? entry->pw_name : "?");
    if (gethostname(name, sizeof name - 1) != 0) {
        name[0] = '\0';
    }
    copy_clean(state->host, sizeof state->host, name);
}

void tui_host_init(TuiHost *state, Host *host, const Options *options)
{
    *state = (TuiHost){.is_locked = options->kiosk || options->read_only};
    if (options->kiosk) {
        kiosk_forget_environment();
    }
    const char *frozen = getenv("FRAMDRIFT_NOW");
    state->is_frozen = frozen != NULL && read_frozen_time(frozen, &state->frozen_at);
    if (!options->kiosk) { /* a wall signs nothing, and asks no service who runs it */
        read_names(state);
    }
    *host = (Host){
        .context = state,
        .now = host_now,
        .utc_offset = host_utc_offset,
        .today = host_today,
        .user = state->user,
        .host = state->host,
        .environment = host_environment,
        .edit = options->kiosk ? NULL : tui_edit_text,
        .run = options->kiosk ? NULL : tui_run_program,
        .clipboard = options->kiosk ? NULL : tui_clipboard,
        .suspend = options->kiosk || !tui_can_suspend() ? NULL : tui_suspend,
    };
}

/* --- The locale --------------------------------------------------------------------------------- */

static const char *first_set(const char *one, const char *other, const char *third)
{
    const char *names[] = {one, other, third};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);
        if (!text_is_empty(value)) {
            return value;
        }
    }
    return "";
}

static bool names_utf8(const char *locale)
{
    return strcasestr(locale, "utf-8") != NULL || strcasestr(locale, "utf8") != NULL;
}

/* The first of the environment's wishes that is a language here; as app chooses. */
static bool find_language(Language *out)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);
        char first[32];
        if (value == NULL) {
            continue;
        }
        /* "nb:nn:en": what follows is for when the first has no catalogue */
        int length = snprintf(first, sizeof first, "%.*s", (int)strcspn(value, ":"), value);
        if (length > 0 && (size_t)length < sizeof first && language_parse(first, out)) {
            return true;
        }
    }
    return false;
}

/* gettext reads LANGUAGE only when the locale of messages is not "C", and looks at it again only
 * after textdomain. */
static void speak(Language language)
{
    (void)setlocale(LC_MESSAGES, "C.UTF-8");
    (void)setenv("LANGUAGE", language_name(language), 1);
    (void)textdomain("framdrift");
}

/* Only letters and messages: numbers and dates are written by the program itself, for the plan's
 * language.  A locale that is not installed here still says what the terminal can show. */
static void set_categories(void)
{
    if (setlocale(LC_CTYPE, "") == NULL &&
        names_utf8(first_set("LC_ALL", "LC_CTYPE", "LANG"))) {
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    }
    Language language = LANGUAGE_EN;
    if (find_language(&language)) {
        speak(language);
    }
}

bool tui_locale_init(const char *directory)
{
    set_categories();
    (void)bindtextdomain("framdrift", directory);
    (void)bind_textdomain_codeset("framdrift", "UTF-8");
    (void)textdomain("framdrift");
    return text_equal(nl_langinfo(CODESET), "UTF-8");
}

void tui_print(FILE *file, const char *text)
{
    Arena *arena = arena_new();
    bool as_it_is = text_equal(nl_langinfo(CODESET), "UTF-8") || isatty(fileno(file)) == 0;
    (void)fputs(as_it_is ? text : text_to_ascii(arena, text), file);
    arena_free(arena);
}

void tui_locale_follow(const App *app, const Options *options)
{
    Language language = options->language;
    const char *configured = app != NULL ? app_config(app, "screen:language") : NULL;
    if (options->language_given ||
        (configured != NULL && language_parse(configured, &language))) {
        speak(language);
    }
}

void tui_read_input(Text *out)
{
    char part[4096];
    for (size_t got = fread(part, 1, sizeof part, stdin); got > 0;
         got = fread(part, 1, sizeof part, stdin)) {
        text_append_bytes(out, part, got);
    }
}
