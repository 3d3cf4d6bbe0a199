/* SPDX-License-Identifier: MPL-2.0 */
#include "keys.h"

#include <stdlib.h>
#include <string.h>

/* How long a paste may pause before it counts as ended: its end mark may have been lost. */
#define PASTE_PATIENCE_MS 2000
/* How late the rest of a sequence may come after its Escape was taken for a key. */
#define LATE_PATIENCE_MS 500
#define ESC              0x1B

static const char paste_end[] = "\033[201~";

void decoder_free(Decoder *decoder)
{
    text_free(&decoder->paste);
    text_free(&decoder->queue);
}

void decoder_feed(Decoder *decoder, const char *raw, size_t bytes)
{
    if (decoder->queue_at == decoder->queue.length) {
        text_clear(&decoder->queue);
        decoder->queue_at = 0;
    }
    text_append_bytes(&decoder->queue, raw, bytes);
}

static bool give_key(Decoder *decoder, Key key, Input *out)
{
    bool alt = decoder->alt;
    decoder->alt = false;
    decoder->state = DECODER_GROUND;
    if (key == KEY_CODE_NONE) {
        return false;
    }
    *out = (Input){.kind = INPUT_KEY, .key = alt ? key | KEY_WITH_ALT : key};
    return true;
}

static Key control_key(unsigned char byte)
{
    static const Key keys[] = {
        [0x00] = KEY_WITH_CTRL | ' ', [0x08] = KEY_CODE_BACKSPACE, [0x09] = KEY_CODE_TAB,
        [0x0A] = KEY_CODE_ENTER,      [0x0D] = KEY_CODE_ENTER,     [0x1F] = KEY_WITH_CTRL | '_',
    };
    if (byte == 0x7F) {
        return KEY_CODE_BACKSPACE;
    }
    if (byte >= COUNT_OF(keys)) {
        return KEY_CODE_NONE;
    }
    if (keys[byte] != KEY_CODE_NONE) {
        return keys[byte];
    }
    return KEY_WITH_CTRL | (Key)(byte <= 26 ? byte + 'a' - 1 : byte + '@');
}

/* --- Letters ------------------------------------------------------------------------------------ */

static void start_letter(Decoder *decoder, unsigned char byte)
{
    if (byte >= 0xF0) {
        decoder->letter = byte & 0x07U;
        decoder->letter_missing = 3;
        decoder->letter_least = 0x10000;
    } else if (byte >= 0xE0) {
        decoder->letter = byte & 0x0FU;
        decoder->letter_missing = 2;
        decoder->letter_least = 0x800;
    } else {
        decoder->letter = byte & 0x1FU;
        decoder->letter_missing = 1;
        decoder->letter_least = 0x80;
    }
}

static bool finish_letter(Decoder *decoder, Input *out)
{
    uint32_t letter = decoder->letter;
    bool good = letter >= decoder->letter_least && letter <= 0x10FFFF &&
                (letter < 0xD800 || letter > 0xDFFF) && letter > 0x9F;
    return give_key(decoder, good ? letter : (Key)0xFFFD, out);
}

/* A byte above 0x7F. */
static bool take_high_byte(Decoder *decoder, unsigned char byte, Input *out)
{
    if (decoder->latin1) {
        return give_key(decoder, byte >= 0xA0 ? byte : (Key)0xFFFD, out);
    }
    if (decoder->letter_missing > 0 && (byte & 0xC0U) == 0x80) {
        decoder->letter = (decoder->letter << 6) | (byte & 0x3FU);
        decoder->letter_missing--;
        return decoder->letter_missing == 0 && finish_letter(decoder, out);
    }
    if (byte < 0xC2 || byte > 0xF4) {
        decoder->letter_missing = 0;
        return give_key(decoder, 0xFFFD, out);
    }
    start_letter(decoder, byte);
    return false;
}

static bool take_ground(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte >= 0x80) {
        return take_high_byte(decoder, byte, out);
    }
    decoder->letter_missing = 0; /* a letter that never became whole is dropped */
    if (byte == ESC) {
        decoder->alt = false;
        decoder->state = DECODER_ESCAPE;
        return false;
    }
    return give_key(decoder, byte >= ' ' && byte < 0x7F ? byte : control_key(byte), out);
}

/* --- Sequences ------------------------------------------------------------------------------------ */

static void start_sequence(Decoder *decoder, DecoderState state)
{
    decoder->state = state;
    decoder->sequence_length = 0;
}

static void remember(Decoder *decoder, unsigned char byte)
{
    if (decoder->sequence_length + 1 < sizeof decoder->sequence) {
        decoder->sequence[decoder->sequence_length++] = byte;
    }
    decoder->sequence[decoder->sequence_length] = '\0';
}

static bool take_escape(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte == '[') {
        start_sequence(decoder, DECODER_CSI);
        decoder->sequence[0] = '\0';
        return false;
    }
    if (byte == 'O') {
        start_sequence(decoder, DECODER_SS3);
        return false;
    }
    if (byte == ESC) { /* Escape twice: the first is a key, the second may begin a sequence */
        *out = (Input){.kind = INPUT_KEY, .key = KEY_CODE_ESCAPE};
        return true;
    }
    decoder->alt = true;
    decoder->state = DECODER_GROUND;
    return take_ground(decoder, byte, out);
}

/* "<0;12;3" with M (pressed) or m (released). */
static bool take_sgr_mouse(const char *parameters, char final, Input *out)
{
    char *end = NULL;
    long numbers[3] = {0, 0, 0};
    const char *at = parameters + 1;
    for (int i = 0; i < 3; i++) {
        numbers[i] = strtol(at, &end, 10);
        if (end == at || numbers[i] < 0 || numbers[i] > 100000 ||
            *end != (i < 2 ? ';' : '\0')) {
            return false;
        }
        at = end + 1;
    }
    return sequence_mouse((int)numbers[0], (int)numbers[1], (int)numbers[2], final == 'm', out);
}

static bool finish_sequence(Decoder *decoder, char final, Input *out)
{
    const char *parameters = (const char *)decoder->sequence;
    decoder->state = DECODER_GROUND;
    if (parameters[0] == '<' && (final == 'M' || final == 'm')) {
        return decoder->mouse_on && take_sgr_mouse(parameters, final, out);
    }
    if (final == 'M' && parameters[0] == '\0' && decoder->mouse_on) {
        start_sequence(decoder, DECODER_X10);
        return false;
    }
    if (final == '~' && text_equal(parameters, "200")) {
        decoder->state = DECODER_PASTE;
        text_clear(&decoder->paste);
        return false;
    }
    if (final == '~' && text_equal(parameters, "9997")) {
        *out = (Input){.kind = INPUT_BARRIER};
        return decoder->barrier_on;
    }
    return give_key(decoder, sequence_key(parameters, final), out);
}

static bool take_csi(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte == '[' && decoder->sequence_length == 0) {
        decoder->state = DECODER_LINUX_F;
        return false;
    }
    if (byte >= 0x40 && byte < 0x7F) {
        return finish_sequence(decoder, (char)byte, out);
    }
    if (byte < ' ' || byte >= 0x7F) { /* broken off: what follows is a key of its own */
        decoder->state = DECODER_GROUND;
        return take_ground(decoder, byte, out);
    }
    remember(decoder, byte);
    return false;
}

static bool take_ss3(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte < ' ' || byte >= 0x7F) {
        decoder->state = DECODER_GROUND;
        return take_ground(decoder, byte, out);
    }
    if ((byte >= '0' && byte <= '9') || byte == ';') {
        return false; /* old xterms put the modifier here; the key counts without it */
    }
    return give_key(decoder, sequence_ss3_key((char)byte), out);
}

static bool take_linux_f(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte < ' ') {
        decoder->state = DECODER_GROUND;
        return take_ground(decoder, byte, out);
    }
    return give_key(decoder, sequence_linux_key((char)byte), out);
}

static bool take_x10(Decoder *decoder, unsigned char byte, Input *out)
{
    remember(decoder, byte);
    if (decoder->sequence_length < 3) {
        return false;
    }
    const unsigned char *report = decoder->sequence;
    decoder->state = DECODER_GROUND;
    int bits = report[0] - 32;
    bool released = (bits & 3) == 3 && bits < 64;
    return sequence_mouse(bits, report[1] - 32, report[2] - 32, released, out);
}

/* --- Paste ------------------------------------------------------------------------------------------ */

static bool finish_paste(Decoder *decoder, Input *out)
{
    decoder->state = DECODER_GROUND;
    *out = (Input){.kind = INPUT_PASTE,
                   .pasted = text_string(&decoder->paste),
                   .pasted_bytes = decoder->paste.length};
    return true;
}

static bool take_paste(Decoder *decoder, unsigned char byte, Input *out)
{
    Text *paste = &decoder->paste;
    size_t mark = sizeof paste_end - 1;
    char one = (char)byte;
    /* Beyond the limit only the last bytes are kept, to see the end mark. */
    if (paste->length >= PASTE_LIMIT + mark) {
        memmove(paste->bytes + PASTE_LIMIT, paste->bytes + PASTE_LIMIT + 1, mark - 1);
        paste->bytes[PASTE_LIMIT + mark - 1] = one;
    } else {
        text_append_bytes(paste, &one, 1);
    }
    if (paste->length < mark ||
        memcmp(paste->bytes + paste->length - mark, paste_end, mark) != 0) {
        return false;
    }
    paste->length -= mark;
    paste->bytes[paste->length] = '\0';
    return finish_paste(decoder, out);
}

/* --- An Escape that came long before the rest of its sequence ------------------------------------ */

static bool take_late(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte == '[' || byte == 'O') {
        decoder->late_start = (char)byte;
        decoder->state = DECODER_LATE_START;
        return false;
    }
    decoder->state = DECODER_GROUND;
    return take_ground(decoder, byte, out);
}

static bool take_late_rest(Decoder *decoder, unsigned char byte, Input *out)
{
    if (byte < ' ' || byte >= 0x7F) {
        decoder->state = DECODER_GROUND;
        return take_ground(decoder, byte, out);
    }
    bool linux_f = decoder->state == DECODER_LATE_START && byte == '[';
    decoder->state = byte >= 0x40 && !linux_f ? DECODER_GROUND : DECODER_LATE_SWALLOW;
    return false;
}

typedef bool TakeByte(Decoder *decoder, unsigned char byte, Input *out);
static TakeByte *const take_byte[] = {
    [DECODER_GROUND] = take_ground,
    [DECODER_ESCAPE] = take_escape,
    [DECODER_CSI] = take_csi,
    [DECODER_SS3] = take_ss3,
    [DECODER_LINUX_F] = take_linux_f,
    [DECODER_X10] = take_x10,
    [DECODER_PASTE] = take_paste,
    [DECODER_LATE] = take_late,
    [DECODER_LATE_START] = take_late_rest,
    [DECODER_LATE_SWALLOW] = take_late_rest,
};

bool decoder_next(Decoder *decoder, Input *out)
{
    while (decoder->queue_at < decoder->queue.length) {
        unsigned char byte = (unsigned char)decoder->queue.bytes[decoder->queue_at++];
        if (take_byte[decoder->state](decoder, byte, out)) {
            return true;
        }
    }
    return false;
}

int decoder_patience(const Decoder *decoder)
{
    if (decoder->state == DECODER_ESCAPE || decoder->state == DECODER_LATE_START) {
        return decoder->escape_delay;
    }
    if (decoder->state == DECODER_LATE) {
        return LATE_PATIENCE_MS;
    }
    return decoder->state == DECODER_PASTE ? PASTE_PATIENCE_MS : -1;
}

bool decoder_give_up(Decoder *decoder, Input *out)
{
    if (decoder->state == DECODER_PASTE) {
        return finish_paste(decoder, out);
    }
    if (decoder->state == DECODER_LATE_START) {
        return give_key(decoder, (Key)decoder->late_start, out);
    }
    if (decoder->state == DECODER_ESCAPE) {
        (void)give_key(decoder, KEY_CODE_ESCAPE, out);
        decoder->state = DECODER_LATE;
        return true;
    }
    if (decoder->state == DECODER_LATE) {
        decoder->state = DECODER_GROUND;
    }
    return false;
}
