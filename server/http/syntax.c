/*
 * syntax.c — percent-decoding, query strings, Prefer and media types.
 *
 * The library's own unescaping truncates at %00 and is switched off (http.c); what arrives here
 * are the bytes that the client sent. Decoding happens once, in one place, and nothing after it
 * decodes again.
 */
#include <strings.h>

#include "syntax.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte of the escape at raw[i], or -1 when it is malformed or NUL. */
static int escaped_byte(str raw, size_t i)
{
    if (i + 2 >= raw.len)
        return -1;
    int high = hex_digit(raw.ptr[i + 1]), low = hex_digit(raw.ptr[i + 2]);
    int byte = high < 0 || low < 0 ? -1 : high * 16 + low;
    return byte > 0 ? byte : -1;
}

static bool is_visible(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] == 127)
            return false;
    return true;
}

/* False for a malformed escape, or one that stands for `forbidden`. */
static bool decode(str raw, int forbidden, bool plus_is_space, struct arena *arena, str *ret)
{
    char *out = arena_alloc(arena, raw.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        int c = raw.ptr[i];
        if (c == '%') {
            c = escaped_byte(raw, i);
            if (c < 0 || c == forbidden)
                return false;
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[n++] = (char) c;
    }
    *ret = (str){ out, n };
    return str_invalid_utf8(*ret) == SIZE_MAX;
}

bool syntax_is_plain_path(str raw)
{
    return raw.len && raw.ptr[0] == '/' && is_visible(raw) && !memchr(raw.ptr, '%', raw.len);
}

enum status syntax_path(str raw, struct arena *arena, str *ret, struct error *err)
{
    if (!raw.len || raw.ptr[0] != '/')
        return error_set(err, STATUS_BAD_REQUEST, "the request target must be a path");
    if (!is_visible(raw) || !decode(raw, '/', false, arena, ret))
        return error_set(err, STATUS_BAD_REQUEST, "the path is malformed");
    return STATUS_OK;
}

/* Takes the text up to `separator` off the front of *rest. */
static str cut_at(str *rest, char separator)
{
    const char *at = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    size_t n = at ? (size_t) (at - rest->ptr) : rest->len;
    str head = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, at ? n + 1 : n, rest->len);
    return head;
}

static bool is_repeated(const struct query_parameter *seen, uint32_t count, str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(seen[i].name, name))
            return true;
    return false;
}

enum status syntax_query(str raw, struct arena *arena, struct query_parameter ret[QUERY_MAX],
                         uint32_t *ret_count, struct error *err)
{
    uint32_t count = 0;
    if (!is_visible(raw))
        return error_set(err, STATUS_BAD_REQUEST, "the query is malformed");
    while (raw.len) {
        str value = cut_at(&raw, '&');
        str name = cut_at(&value, '=');
        struct query_parameter p;
        if (count == QUERY_MAX)
            return error_set(err, STATUS_BAD_REQUEST, "too many query parameters");
        if (!name.len || !decode(name, -1, true, arena, &p.name) ||
            !decode(value, -1, true, arena, &p.value))
            return error_set(err, STATUS_BAD_REQUEST, "the query is malformed");
        if (is_repeated(ret, count, p.name))
            return error_set(err, STATUS_INVALID_FIELD, "a query parameter comes twice");
        ret[count++] = p;
    }
    *ret_count = count;
    return STATUS_OK;
}

bool syntax_integer(str text, int64_t min, int64_t max, int64_t *ret)
{
    int64_t n = 0;
    if (!text.len || text.len > 15)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        n = n * 10 + (text.ptr[i] - '0');
    }
    if (n < min || n > max)
        return false;
    *ret = n;
    return true;
}

static bool equal_ignoring_case(str a, str b)
{
    return a.len == b.len && !strncasecmp(a.ptr, b.ptr, a.len);
}

int64_t syntax_prefer_wait(str prefer)
{
    int64_t wait = -1;
    while (prefer.len) {
        str value = cut_at(&prefer, ',');
        str name = str_trim(cut_at(&value, '='));
        int64_t seconds;
        if (equal_ignoring_case(name, S("respond-async")))
            return 0;
        if (wait < 0 && equal_ignoring_case(name, S("wait")) &&
            syntax_integer(str_trim(value), 0, INT32_MAX, &seconds))
            wait = seconds;
    }
    return wait;
}

bool syntax_is_json(str content_type)
{
    str type = str_trim(cut_at(&content_type, ';'));
    str value = content_type;
    str name = str_trim(cut_at(&value, '='));
    value = str_trim(value);
    if (!equal_ignoring_case(type, S("application/json")))
        return false;
    return !equal_ignoring_case(name, S("charset")) || equal_ignoring_case(value, S("utf-8")) ||
           equal_ignoring_case(value, S("\"utf-8\""));
}
