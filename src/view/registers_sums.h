/* SPDX-License-Identifier: MPL-2.0 */
/* The line of sums below a register. */
#ifndef FRAMDRIFT_VIEW_REGISTERS_SUMS_H
#define FRAMDRIFT_VIEW_REGISTERS_SUMS_H

#include "framdrift/view.h"

/* Sums of the columns of money, numbers and time over all rows that pass the filter; for effort and
 * funding, own work beside what was granted.  "" when there is nothing to add up. */
const char *registers_sums(const ViewInput *input, const Entity *entity, const Row *const *rows,
                           uint32_t count, Arena *arena);

#endif
