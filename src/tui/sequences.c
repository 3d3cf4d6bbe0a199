/* SPDX-License-Identifier: MPL-2.0 */
/* What xterm, PuTTY, rxvt, screen and the Linux console mean by their escape sequences. */
#include "keys.h"

#include <stdlib.h>

typedef struct NamedKey {
    int name;
    Key key;
} NamedKey;

/* ESC [ NUMBER ~ */
static const NamedKey numbered_keys[] = {
    {1, KEY_CODE_HOME},    {2, KEY_CODE_INSERT},  {3, KEY_CODE_DELETE},
    {4, KEY_CODE_END},     {5, KEY_CODE_PAGE_UP}, {6, KEY_CODE_PAGE_DOWN},
    {7, KEY_CODE_HOME},    {8, KEY_CODE_END},     /* rxvt */
    {11, KEY_CODE_F1},     {12, KEY_CODE_F1 + 1}, /* PuTTY and rxvt */
    {13, KEY_CODE_F1 + 2}, {14, KEY_CODE_F1 + 3}, {15, KEY_CODE_F1 + 4},
    {17, KEY_CODE_F1 + 5}, {18, KEY_CODE_F1 + 6}, {19, KEY_CODE_F1 + 7},
    {20, KEY_CODE_F1 + 8}, {21, KEY_CODE_F1 + 9}, {23, KEY_CODE_F1 + 10},
    {24, KEY_CODE_F12},
};

/* ESC [ … LETTER, also with modifiers: ESC [ 1 ; 2 A */
static const NamedKey lettered_keys[] = {
    {'A', KEY_CODE_UP},         {'B', KEY_CODE_DOWN},
    {'C', KEY_CODE_RIGHT},      {'D', KEY_CODE_LEFT},
    {'H', KEY_CODE_HOME},       {'F', KEY_CODE_END},
    {'P', KEY_CODE_F1},         {'Q', KEY_CODE_F1 + 1},
    {'R', KEY_CODE_F1 + 2},     {'S', KEY_CODE_F1 + 3},
    {'Z', KEY_CODE_BACKTAB},    {'a', KEY_CODE_SHIFT_UP}, /* rxvt */
    {'b', KEY_CODE_SHIFT_DOWN}, {'c', KEY_CODE_SHIFT_RIGHT},
    {'d', KEY_CODE_SHIFT_LEFT},
};

/* ESC O LETTER: application mode, and rxvt's Ctrl-arrows */
static const NamedKey ss3_keys[] = {
    {'A', KEY_CODE_UP},
    {'B', KEY_CODE_DOWN},
    {'C', KEY_CODE_RIGHT},
    {'D', KEY_CODE_LEFT},
    {'H', KEY_CODE_HOME},
    {'F', KEY_CODE_END},
    {'P', KEY_CODE_F1},
    {'Q', KEY_CODE_F1 + 1},
    {'R', KEY_CODE_F1 + 2},
    {'S', KEY_CODE_F1 + 3},
    {'M', KEY_CODE_ENTER},
    {'X', '='},
    {'a', KEY_WITH_CTRL | KEY_CODE_UP},
    {'b', KEY_WITH_CTRL | KEY_CODE_DOWN},
    {'c', KEY_WITH_CTRL | KEY_CODE_RIGHT},
    {'d', KEY_WITH_CTRL | KEY_CODE_LEFT},
};

static Key named_key(const NamedKey *keys, size_t count, int name)
{
    for (size_t i = 0; i < count; i++) {
        if (keys[i].name == name) {
            return keys[i].key;
        }
    }
    return KEY_CODE_NONE;
}

/* Numbers of "1;5"; what is left out is 0. */
static int read_numbers(const char *parameters, int *numbers, int capacity)
{
    int count = 0;
    const char *at = parameters;
    while (count < capacity) {
        char *end = NULL;
        long value = strtol(at, &end, 10);
        numbers[count++] = value < 0 || value > 0x10FFFF ? 0 : (int)value;
        while (*end == ':' || (*end >= '0' && *end <= '9')) {
            end++;
        }
        if (*end != ';') {
            break;
        }
        at = end + 1;
    }
    return count;
}

static Key shifted(Key key)
{
    static const NamedKey pairs[] = {
        {KEY_CODE_UP, KEY_CODE_SHIFT_UP},     {KEY_CODE_DOWN, KEY_CODE_SHIFT_DOWN},
        {KEY_CODE_LEFT, KEY_CODE_SHIFT_LEFT}, {KEY_CODE_RIGHT, KEY_CODE_SHIFT_RIGHT},
        {KEY_CODE_TAB, KEY_CODE_BACKTAB},
    };
    Key other = named_key(pairs, COUNT_OF(pairs), (int)key);
    return other != KEY_CODE_NONE ? other : key;
}

/* xterm's modifier number is 1 + (1 Shift, 2 Alt, 4 Ctrl). */
static Key modified(Key key, int modifier)
{
    unsigned bits = modifier > 1 ? (unsigned)modifier - 1U : 0U;
    if (key == KEY_CODE_NONE) {
        return key;
    }
    if ((bits & 1U) != 0) {
        key = shifted(key);
    }
    if ((bits & 2U) != 0) {
        key |= KEY_WITH_ALT;
    }
    if ((bits & 4U) != 0) {
        key |= KEY_WITH_CTRL;
    }
    return key;
}

/* ESC [ CODEPOINT ; MODIFIER u, which some terminals send for keys that have no byte. */
static Key unicode_key(int codepoint, int modifier)
{
    static const NamedKey controls[] = {
        {9, KEY_CODE_TAB},       {13, KEY_CODE_ENTER},      {27, KEY_CODE_ESCAPE},
        {8, KEY_CODE_BACKSPACE}, {127, KEY_CODE_BACKSPACE},
    };
    Key key = named_key(controls, COUNT_OF(controls), codepoint);
    if (key == KEY_CODE_NONE && codepoint >= ' ' && (codepoint < 0x7F || codepoint > 0x9F)) {
        key = (Key)codepoint;
    }
    return modified(key, modifier);
}

Key sequence_key(const char *parameters, char final)
{
    int numbers[3] = {0, 0, 0};
    if (parameters[0] == '?' || parameters[0] == '>' || parameters[0] == '<' ||
        parameters[0] == '=') {
        return KEY_CODE_NONE; /* an answer of the terminal, not a key */
    }
    (void)read_numbers(parameters, numbers, 3);
    if (final == 'u') {
        return unicode_key(numbers[0], numbers[1]);
    }
    if (final == '~' && numbers[0] == 27) { /* xterm's modifyOtherKeys */
        return unicode_key(numbers[2], numbers[1]);
    }
    if (final == '~') {
        return modified(named_key(numbered_keys, COUNT_OF(numbered_keys), numbers[0]),
                        numbers[1]);
    }
    return modified(named_key(lettered_keys, COUNT_OF(lettered_keys), final), numbers[1]);
}

Key sequence_ss3_key(char final)
{
    if (final >= 'j' && final <= 'y') { /* a numeric keypad that was left in application mode */
        return (Key)(final - 'j' + '*');
    }
    return named_key(ss3_keys, COUNT_OF(ss3_keys), final);
}

Key sequence_linux_key(char final)
{
    return final >= 'A' && final <= 'E' ? (Key)(KEY_CODE_F1 + (final - 'A'))
                                        : (Key)KEY_CODE_NONE;
}

bool sequence_mouse(int bits, int column, int row, bool released, Input *out)
{
    enum { BUTTON = 3, MOTION = 32, WHEEL = 64, MORE_BUTTONS = 128 };

    if (column < 1 || row < 1 || (bits & MORE_BUTTONS) != 0) {
        return false;
    }
    out->kind = INPUT_MOUSE;
    out->x = column - 1;
    out->y = row - 1;
    if ((bits & WHEEL) != 0) {
        out->mouse = (bits & BUTTON) == 0 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
        return (bits & BUTTON) <= 1 && !released;
    }
    if (released) {
        out->mouse = MOUSE_RELEASE;
        return true;
    }
    out->mouse = (bits & MOTION) != 0 ? MOUSE_DRAG : MOUSE_PRESS;
    return (bits & BUTTON) == 0; /* the left button only */
}
