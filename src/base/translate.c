/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include <libintl.h>

const char *base_translate(const char *text)
{
    /* gettext answers "" with the header of the catalogue. */
    if (text == NULL || text[0] == '\0') {
        return "";
    }
    return dgettext("framdrift", text);
}
