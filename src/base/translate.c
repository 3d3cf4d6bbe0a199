/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include <libintl.h>

static bool has_catalogue = true; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void base_translate_with(bool catalogue)
{
    has_catalogue = catalogue;
}

const char *base_translate(const char *text)
{
    /* gettext answers "" with the header of the catalogue. */
    if (text == NULL || text[0] == '\0') {
        return "";
    }
    return has_catalogue ? dgettext("framdrift", text) : text;
}
