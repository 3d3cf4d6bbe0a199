/* SPDX-License-Identifier: MPL-2.0 */
#ifndef FRAMDRIFT_DRAW_THEMES_H
#define FRAMDRIFT_DRAW_THEMES_H

#include "framdrift/draw.h"

extern const Theme theme_built_in;

#endif
