/* SPDX-License-Identifier: MPL-2.0 */
/* The least that a full-screen program can do: the floor that starts are measured against. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>

int main(void)
{
    (void)setlocale(LC_ALL, "");
    if (newterm(NULL, stdout, stdin) == NULL) {
        return 2;
    }
    (void)raw();
    (void)noecho();
    (void)keypad(stdscr, TRUE);
    if (has_colors()) {
        (void)start_color();
    }
    for (int y = 0; y < LINES; y++) {
        for (int x = 0; x < COLS; x++) {
            (void)mvaddch(y, x, (chtype)('a' + (x + y) % 26));
        }
    }
    (void)refresh();
    /* A marker that goes down, and round: the least that a move can be. */
    int row = 0;
    for (int key = 0; key != 'q'; key = getch()) {
        if (key != KEY_DOWN) {
            continue;
        }
        (void)mvaddch(row, 0, ' ');
        row = (row + 1) % LINES;
        (void)mvaddch(row, 0, '>');
        (void)refresh();
    }
    (void)endwin();
    return 0;
}
