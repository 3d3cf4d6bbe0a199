/* SPDX-License-Identifier: MPL-2.0 */
/* What the writers of rows share.  Private. */
#ifndef FRAMDRIFT_IO_FORMATS_H
#define FRAMDRIFT_IO_FORMATS_H

#include "framdrift/io.h"

/* A cell as people read it: one line, without control characters. */
const char *io_row_words(const RowList *list, const Field *field, const Row *row, Arena *arena);

#endif
