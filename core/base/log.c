/*
 * log.c — one key=value line per event on stderr, written with a single write so that lines of
 * threads never mix. Values are quoted; control characters come out as '?'.
 */
#include <stdatomic.h>
#include <unistd.h>

#include "hasten/base.h"

#define VALUE_MAX 256
#define LINE_MAX_BYTES 2048

static atomic_int threshold = LOG_INFO;

static const char *const level_names[] = { "debug", "info", "warning", "error", "off" };

void log_set_level(enum log_level level)
{
    atomic_store(&threshold, (int) level);
}

const char *log_num(char out[24], int64_t value)
{
    snprintf(out, 24, "%lld", (long long) value);
    return out;
}

struct line {
    char text[LINE_MAX_BYTES];
    size_t len;
};

static void put(struct line *l, char c)
{
    if (l->len + 1 < sizeof(l->text))
        l->text[l->len++] = c;
}

static void put_text(struct line *l, const char *s)
{
    for (; *s; s++)
        put(l, *s);
}

static void put_value(struct line *l, const char *value)
{
    if (!value)
        value = "";
    put(l, '"');
    for (size_t i = 0; value[i] && i < VALUE_MAX; i++) {
        unsigned char c = (unsigned char) value[i];
        if (c == '"' || c == '\\')
            put(l, '\\');
        put(l, c < 0x20 || c == 0x7F ? '?' : (char) c);
    }
    put(l, '"');
}

static void put_time(struct line *l)
{
    char stamp[32];
    int64_t ms = clock_unix_ms();
    time_t seconds = (time_t) (ms / 1000);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &parts);
    put_text(l, stamp);
    snprintf(stamp, sizeof(stamp), ".%03dZ ", (int) (ms % 1000));
    put_text(l, stamp);
}

void log_event(enum log_level level, const char *event, ...)
{
    if ((int) level < atomic_load(&threshold))
        return;
    struct line l = { .len = 0 };
    put_time(&l);
    put_text(&l, level_names[level]);
    put(&l, ' ');
    put_text(&l, event);
    va_list args;
    va_start(args, event);
    for (const char *key; (key = va_arg(args, const char *)) != NULL;) {
        put(&l, ' ');
        put_text(&l, key);
        put(&l, '=');
        put_value(&l, va_arg(args, const char *));
    }
    va_end(args);
    l.text[l.len++] = '\n';
    ssize_t written = write(STDERR_FILENO, l.text, l.len);
    (void) written; /* a log that cannot be written must not stop the work */
}
