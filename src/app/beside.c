/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A plan on a network drive: everybody who writes must work on one machine, since the locks of two
 * machines may not know of each other.  Who wrote from elsewhere in the last hour is named, and
 * writing beside them waits for a yes.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

enum { LATELY = 3600, SHOWN = 3 };

/* "olav from laptop 14:02, kari from hytta 13:40"; "" when nobody was. */
static const char *others_words(App *app, int64_t seconds)
{
    History hosts;
    Text words = {0};
    Err ignored = {0};
    int64_t since = app->host->now(app->host->context) - seconds;
    if (!store_hosts(app->store, since, app->scratch, &hosts, &ignored))
        return "";
    for (uint32_t index = 0; index < hosts.count && index < SHOWN; index++) {
        const HistoryItem *item = &hosts.items[index];
        text_printf(&words, _("%s%s from %s %s"), words.length > 0 ? ", " : "", item->author,
                    item->host, live_time(app, item->time, app->scratch));
    }
    const char *raw = text_string(&words);
    const char *result = text_clean(app->scratch, raw, strlen(raw), false);
    text_free(&words);
    return result;
}

/* At opening.  Until the answer a full screen is for reading only. */
void beside_ask(App *app)
{
    if (app->read_only || !store_is_on_network(app->store))
        return;
    const char *lately = others_words(app, LATELY);
    if (text_is_empty(lately)) {
        const char *ever = others_words(app, (int64_t)30 * DAY_SECONDS);
        if (!text_is_empty(ever))
            app_say(app, _("%s  Others wrote to it: %s."), store_notice(app->store), ever);
        return;
    }
    if (app->options->beside)
        return;
    app->beside = true;
    if (!app_wants_screen(app->options))
        return;
    app->read_only = true;
    app_ask(app, "beside");
    app_say(
        app,
        _("On this network drive %s wrote to the plan.  Two machines that write can destroy "
          "it: y writes all the same, any other key only reads."),
        lately);
}

/* On the command line: --beside is the yes. */
bool beside_allowed(App *app, Err *err)
{
    if (!app->beside)
        return true;
    return fail(
        err, ERR_READ_ONLY,
        _("The plan lies on a network drive, and another machine wrote to it within the "
          "hour: %s.  Work on that machine, or say --beside to write all the same."),
        others_words(app, LATELY));
}

bool run_beside(App *app, const Call *call, Err *err)
{
    (void)call;
    if (!app->beside)
        return fail(err, ERR_INPUT, _("Nobody writes beside you; there is nothing to allow."));
    app->beside = app->read_only = false;
    live_join(app);
    app_say(app,
            _("You write beside another machine now; be the only one as soon as you can."));
    return true;
}
