/*
 * json_write.c — a streaming writer that cannot produce invalid JSON: commas and nesting are its
 * business, misuse is an assertion (a programmer's error, never input).
 */
#include <assert.h>
#include <math.h>

#include "hasten/base.h"

#define DEPTH_MAX 60u

static uint64_t bit(const struct json_writer *w)
{
    return (uint64_t) 1 << w->depth;
}

static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == 0x7F || c == '"' || c == '\\';
}

static void quote_valid(struct buf *out, str s)
{
    size_t plain = 0; /* start of the run that needs no escape */
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char) s.ptr[i];
        if (!needs_escape(c))
            continue;
        buf_append(out, str_slice(s, plain, i));
        if (c == '\n')
            buf_append(out, S("\\n"));
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else
            buf_printf(out, "\\u%04x", c);
        plain = i + 1;
    }
    buf_append(out, str_slice(s, plain, s.len));
}

/* Appends the text as a JSON string; what is not UTF-8 becomes U+FFFD. */
static void quote(struct buf *out, str s)
{
    buf_byte(out, '"');
    while (s.len) {
        size_t valid = str_invalid_utf8(s);
        quote_valid(out, str_slice(s, 0, valid));
        if (valid >= s.len)
            break;
        buf_append(out, S("\xEF\xBF\xBD"));
        s = str_slice(s, valid + 1, s.len);
    }
    buf_byte(out, '"');
}

static void before_value(struct json_writer *w, const char *key)
{
    bool in_object = w->depth && (w->in_object & bit(w));
    assert(in_object == (key != NULL));
    if (w->not_empty & bit(w)) {
        assert(w->depth);
        buf_byte(w->out, ',');
    }
    w->not_empty |= bit(w);
    if (key) {
        quote(w->out, str_from(key));
        buf_byte(w->out, ':');
    }
}

static void open_container(struct json_writer *w, const char *key, bool object)
{
    before_value(w, key);
    buf_byte(w->out, object ? '{' : '[');
    w->depth++;
    assert(w->depth < DEPTH_MAX);
    w->not_empty &= ~bit(w);
    if (object)
        w->in_object |= bit(w);
    else
        w->in_object &= ~bit(w);
}

void json_begin(struct json_writer *w, struct buf *out)
{
    *w = (struct json_writer){ .out = out };
}

void json_done(const struct json_writer *w)
{
    assert(w->depth == 0 && w->not_empty);
    (void) w;
}

void json_object(struct json_writer *w, const char *key)
{
    open_container(w, key, true);
}

void json_array(struct json_writer *w, const char *key)
{
    open_container(w, key, false);
}

void json_end(struct json_writer *w)
{
    assert(w->depth);
    buf_byte(w->out, w->in_object & bit(w) ? '}' : ']');
    w->depth--;
}

void json_str(struct json_writer *w, const char *key, str value)
{
    before_value(w, key);
    quote(w->out, value);
}

void json_cstr(struct json_writer *w, const char *key, const char *value)
{
    if (value)
        json_str(w, key, str_from(value));
    else
        json_null(w, key);
}

void json_int(struct json_writer *w, const char *key, int64_t value)
{
    before_value(w, key);
    buf_printf(w->out, "%lld", (long long) value);
}

void json_double(struct json_writer *w, const char *key, double value)
{
    before_value(w, key);
    if (isfinite(value))
        buf_printf(w->out, "%.12g", value);
    else
        buf_append(w->out, S("null"));
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
    before_value(w, key);
    buf_append(w->out, value ? S("true") : S("false"));
}

void json_null(struct json_writer *w, const char *key)
{
    before_value(w, key);
    buf_append(w->out, S("null"));
}

void json_raw(struct json_writer *w, const char *key, str valid_json)
{
    before_value(w, key);
    buf_append(w->out, valid_json);
}
