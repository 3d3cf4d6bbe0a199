/* SPDX-License-Identifier: MPL-2.0 */
/* The timeline: outline left, bars right, the task under the cursor below. */
#ifndef FRAMDRIFT_VIEW_TIMELINE_H
#define FRAMDRIFT_VIEW_TIMELINE_H

#include "framdrift/view.h"

ViewRows timeline_lay_out(const ViewInput *input, Arena *arena);
Target timeline_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void timeline_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                   HitMap *hits, ViewLaid *laid);

#endif
