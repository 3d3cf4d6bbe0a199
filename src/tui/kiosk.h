/* SPDX-License-Identifier: MPL-2.0 */
/*
 * kiosk: what the kernel takes away from a wall display
 *
 * The outermost of three layers: below it commands are refused by their flag and the store reads only.
 * What a kernel does not know is left out in silence; the other layers hold without it.
 */
#ifndef FRAMDRIFT_TUI_KIOSK_H
#define FRAMDRIFT_TUI_KIOSK_H

/* Forgets what the environment says of editors, terminals' descriptions and homes.  Before all else. */
void kiosk_forget_environment(void);
/* No new privileges, no core, no programs, no sockets, no other processes, no writing by path; reading
 * only where the plan is and what the system lends.  After the terminal is open; for good. */
void kiosk_confine(const char *plan);

#endif
