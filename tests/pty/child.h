/* SPDX-License-Identifier: MPL-2.0 */
/* The program that is tested, in the child: its environment is made, not inherited. */
#ifndef FRAMDRIFT_TESTS_CHILD_H
#define FRAMDRIFT_TESTS_CHILD_H

#include "harness.h"

_Noreturn void child_become(const PtyStart *start);
/* The exit status of what waitpid told, 128 + signal when one ended it. */
int child_status(int status);

#endif
