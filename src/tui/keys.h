/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys: bytes from a terminal → keys, mouse and pasted text
 *
 * The decoder reads bytes itself, because curses loses letters whose UTF-8 bytes arrive in two reads.
 * It keeps its state between reads: a sequence may be cut anywhere by the network.  It knows no clock:
 * decoder_patience says how long to wait for the rest, decoder_give_up that nothing came.
 */
#ifndef FRAMDRIFT_TUI_KEYS_H
#define FRAMDRIFT_TUI_KEYS_H

#include "framdrift/app.h"

/* A longer paste is cut here: a person who pastes more has pasted the wrong thing. */
#define PASTE_LIMIT ((size_t)1 << 20)

typedef enum InputKind {
    INPUT_KEY,
    INPUT_PASTE,
    INPUT_MOUSE,
    INPUT_BARRIER /* a test asks for a sign that all before it is painted */
} InputKind;

typedef struct Input {
    InputKind kind;
    Key key;
    MouseKind mouse;
    int x, y;           /* of the mouse, 0-based */
    const char *pasted; /* raw bytes, valid until the next call */
    size_t pasted_bytes;
} Input;

typedef enum DecoderState {
    DECODER_GROUND,
    DECODER_ESCAPE,      /* after ESC */
    DECODER_CSI,         /* after ESC [ */
    DECODER_SS3,         /* after ESC O */
    DECODER_LINUX_F,     /* after ESC [ [ */
    DECODER_X10,         /* after ESC [ M while the mouse is on: three raw bytes */
    DECODER_PASTE,       /* between ESC [ 200 ~ and ESC [ 201 ~ */
    DECODER_LATE,        /* an Escape was given up on: is this the rest of a slow sequence? */
    DECODER_LATE_START,  /* yes perhaps: it began with [ or O */
    DECODER_LATE_SWALLOW /* yes: to the final byte */
} DecoderState;

typedef struct Decoder {
    /* Settings */
    int escape_delay; /* milliseconds */
    bool mouse_on, barrier_on;
    bool latin1; /* the terminal's bytes are ISO 8859-1, not UTF-8 */
    /* State */
    DecoderState state;
    bool alt;
    unsigned char sequence[64]; /* parameters of a CSI, bytes of a letter or of an X10 report */
    size_t sequence_length;
    uint32_t letter; /* of a letter that is not whole yet */
    uint32_t letter_least;
    int letter_missing;
    char late_start;
    Text paste;
    Text queue; /* bytes not looked at yet */
    size_t queue_at;
} Decoder;

void decoder_free(Decoder *decoder);
void decoder_feed(Decoder *decoder, const char *raw, size_t bytes);
/* The next thing that happened; false when more bytes are needed. */
bool decoder_next(Decoder *decoder, Input *out);
/* Milliseconds after which decoder_give_up should be called; -1: wait for ever. */
int decoder_patience(const Decoder *decoder);
/* Nothing followed in that time; may make decoder_next give something. */
bool decoder_give_up(Decoder *decoder, Input *out);

/* The meaning of a whole sequence (sequences.c).  KEY_CODE_NONE: unknown, swallowed. */
Key sequence_key(const char *parameters, char final);
Key sequence_ss3_key(char final);
Key sequence_linux_key(char final);
/* A mouse report in the bits of xterm's protocols; false for buttons that mean nothing here. */
bool sequence_mouse(int bits, int column, int row, bool released, Input *out);

#endif
