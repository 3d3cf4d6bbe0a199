/* SPDX-License-Identifier: MPL-2.0 */
#include "sink.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* A cell at its worst: a way to it, all flags, two colours, a letter with three marks; twice that, as a
 * pipe's pages may stay half empty.  And what begins and ends a frame. */
enum { BYTES_OF_CELL = 2 * 96, BYTES_AROUND = 8 * 1024 };

/* What was taken stays in the memory file until there is so much of it, in bytes. */
#define MEMORY_LIMIT (256 * 1024)

static void close_one(int *descriptor)
{
    if (*descriptor >= 0) {
        (void)close(*descriptor);
    }
    *descriptor = -1;
}

void sink_close(Sink *sink)
{
    if (sink->file != NULL) {
        (void)fclose(sink->file);
    }
    sink->file = NULL;
    close_one(&sink->memory);
    close_one(&sink->pipe[0]);
    close_one(&sink->pipe[1]);
    sink->in_pipe = false;
    sink->capacity = 0;
    sink->taken = 0;
}

bool sink_open(Sink *sink, Err *err)
{
    *sink = (Sink){.memory = -1, .pipe = {-1, -1}};
    sink->memory = memfd_create("framdrift-screen", MFD_CLOEXEC);
    int written = sink->memory >= 0 ? fcntl(sink->memory, F_DUPFD_CLOEXEC, 0) : -1;
    sink->file = written >= 0 ? fdopen(written, "w") : NULL;
    if (sink->file == NULL) {
        close_one(&written);
        sink_close(sink);
        return fail(err, ERR_NO_TERMINAL,
                    _("The system lends no memory to paint the screen in."));
    }
    if (pipe2(sink->pipe, O_CLOEXEC) != 0 || fcntl(sink->pipe[0], F_SETFL, O_NONBLOCK) != 0) {
        close_one(&sink->pipe[0]);
        close_one(&sink->pipe[1]);
    }
    return true;
}

/* The system rounds up, and refuses who has many large pipes. */
static bool pipe_holds(Sink *sink, int64_t bytes)
{
    if (sink->pipe[1] < 0 || bytes > INT32_MAX) {
        return false;
    }
    if (sink->capacity < bytes) {
        (void)fcntl(sink->pipe[1], F_SETPIPE_SZ, (int)bytes);
        sink->capacity = fcntl(sink->pipe[1], F_GETPIPE_SZ);
    }
    return sink->capacity >= bytes;
}

void sink_fit(Sink *sink, int width, int height)
{
    int64_t most = (int64_t)width * height * BYTES_OF_CELL + BYTES_AROUND;
    bool in_pipe = pipe_holds(sink, most);
    if (in_pipe == sink->in_pipe) {
        return;
    }
    sink_drop(sink);
    int to = in_pipe ? sink->pipe[1] : sink->memory;
    if (dup3(to, fileno(sink->file), O_CLOEXEC) >= 0) {
        sink->in_pipe = in_pipe;
    }
}

static ssize_t read_part(const Sink *sink, char *part, size_t room)
{
    if (!sink->in_pipe) {
        return pread(sink->memory, part, room, sink->taken);
    }
    return read(sink->pipe[0], part, room);
}

void sink_take(Sink *sink, Text *out)
{
    char part[4096];
    ssize_t got = 0;
    do {
        got = read_part(sink, part, sizeof part);
        text_append_bytes(out, part, got > 0 ? (size_t)got : 0);
        sink->taken += got > 0 && !sink->in_pipe ? got : 0;
    } while (got == (ssize_t)sizeof part);
    if (sink->taken >= MEMORY_LIMIT && ftruncate(sink->memory, 0) == 0) {
        sink->taken = lseek(sink->memory, 0, SEEK_SET);
    }
}

void sink_drop(Sink *sink)
{
    Text dropped = {0};
    sink_take(sink, &dropped);
    text_free(&dropped);
}
