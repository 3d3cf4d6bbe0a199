/* SPDX-License-Identifier: MPL-2.0 */
/* Quoting what was typed in a message, private to the room. */
#ifndef FRAMDRIFT_BASE_QUOTE_H
#define FRAMDRIFT_BASE_QUOTE_H

/* For "%.*s": as many bytes as a message has room for, without cutting a letter in two. */
int text_quoted_bytes(const char *text);
#define QUOTED(text) text_quoted_bytes(text), (text)

#endif
