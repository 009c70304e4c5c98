/*
 * status.c — the table behind enum status, and struct error.
 */
#include "hasten/base.h"

static const struct {
    const char *code, *title;
    int http;
    bool retryable;
} rows[] = {
#define STATUS(name, code, http, retryable, text) { code, text, http, retryable },
#include "hasten/status.def"
#undef STATUS
};

const char *status_code(enum status s)
{
    return rows[s].code;
}

const char *status_title(enum status s)
{
    return rows[s].title;
}

int status_http(enum status s)
{
    return rows[s].http;
}

bool status_retryable(enum status s)
{
    return rows[s].retryable;
}

static enum status fill(struct error *err, struct error place, const char *format, va_list args)
    PRINTF_LIKE(3, 0);

static enum status fill(struct error *err, struct error place, const char *format, va_list args)
{
    if (!err)
        return place.status;
    *err = place;
    vsnprintf(err->detail, sizeof(err->detail), format, args);
    return place.status;
}

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, (struct error){ .status = status }, format, args);
    va_end(args);
    return status;
}

enum status error_field(struct error *err, enum status status, const char *field,
                        const char *format, ...)
{
    struct error place = { .status = status };
    snprintf(place.field, sizeof(place.field), "%s", field);
    va_list args;
    va_start(args, format);
    fill(err, place, format, args);
    va_end(args);
    return status;
}

enum status error_at(struct error *err, enum status status, uint32_t line, uint32_t column,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, (struct error){ .status = status, .line = line, .column = column }, format, args);
    va_end(args);
    return status;
}
