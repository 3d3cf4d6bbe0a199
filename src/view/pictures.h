/* SPDX-License-Identifier: MPL-2.0 */
/* The three functions of each view, for the list in views.c. */
#ifndef FRAMDRIFT_VIEW_PICTURES_H
#define FRAMDRIFT_VIEW_PICTURES_H

#include "framdrift/view.h"
#include "timeline.h"

ViewRows groups_lay_out(const ViewInput *input, Arena *arena);
Target groups_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void groups_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                 HitMap *hits, ViewLaid *laid);

ViewRows swot_lay_out(const ViewInput *input, Arena *arena);
Target swot_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void swot_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid);

ViewRows registers_lay_out(const ViewInput *input, Arena *arena);
Target registers_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void registers_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                    HitMap *hits, ViewLaid *laid);

ViewRows flow_lay_out(const ViewInput *input, Arena *arena);
Target flow_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void flow_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid);

ViewRows decisions_lay_out(const ViewInput *input, Arena *arena);
Target decisions_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void decisions_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                    HitMap *hits, ViewLaid *laid);

ViewRows findings_lay_out(const ViewInput *input, Arena *arena);
Target findings_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void findings_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                   HitMap *hits, ViewLaid *laid);

ViewRows conflicts_lay_out(const ViewInput *input, Arena *arena);
Target conflicts_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void conflicts_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                    HitMap *hits, ViewLaid *laid);

ViewRows overview_lay_out(const ViewInput *input, Arena *arena);
Target overview_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void overview_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                   HitMap *hits, ViewLaid *laid);

ViewRows history_lay_out(const ViewInput *input, Arena *arena);
Target history_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void history_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                  HitMap *hits, ViewLaid *laid);

ViewRows wall_lay_out(const ViewInput *input, Arena *arena);
Target wall_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void wall_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid);

ViewRows help_lay_out(const ViewInput *input, Arena *arena);
Target help_target(const ViewInput *input, const ViewRows *rows, int row, int column);
void help_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid);

#endif
