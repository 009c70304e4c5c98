/*
 * framing.c — decides whether a request head can mean only one thing.
 *
 * libmicrohttpd 0.9.75 serves requests on which two parsers can disagree about where the body
 * ends (Content-Length beside Transfer-Encoding, two lengths, a blank before the colon), hangs
 * on codings it does not know, and hands on folded lines, bare line feeds and embedded NULs.
 * Each of these is a smuggling vector behind a proxy, so each is refused here, before any body
 * byte is interpreted, and the connection is closed (RFC 9112, sections 2.2, 5, 6 and 11.2).
 *
 * How folding and NULs are seen: the library parses the head in place. It puts NUL over the
 * colon and over CR LF, and gives out pointers into that buffer; so every name must start
 * exactly two bytes after the value before it, and only blanks stand between a name's NUL and
 * its value. A folded line is moved elsewhere, a bare LF is one byte short, and an embedded NUL
 * leaves the rest of its line in between. tests/api/test_hostile.py holds this against the real
 * library.
 *
 * Pure functions; no thread, no allocation.
 */
#include <strings.h>

#include "http_internal.h"

static const char *const method_names[] = {
    [HTTP_GET] = "GET",         [HTTP_HEAD] = "HEAD",   [HTTP_POST] = "POST",
    [HTTP_PUT] = "PUT",         [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
    [HTTP_OPTIONS] = "OPTIONS", [HTTP_TRACE] = "TRACE", [HTTP_CONNECT] = "CONNECT",
    [HTTP_UNKNOWN] = "?",
};

const char *http_method_name(enum http_method method)
{
    return method_names[method];
}

enum http_method http_method_from(str name)
{
    enum http_method m = HTTP_GET;
    while (m < HTTP_UNKNOWN && !str_equal(name, str_from(method_names[m])))
        m++;
    return m;
}

/* RFC 9110, 5.6.2: the characters of a token. */
static bool is_token_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_token(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_token_byte((unsigned char) s.ptr[i]))
            return false;
    return s.len > 0;
}

static bool is_field_value(str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char) s.ptr[i];
        if ((c < 32 && c != '\t') || c == 127)
            return false;
    }
    return true;
}

static str trim_blanks(str s)
{
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* The line lies where an unfolded CRLF-ended line would lie; see the head of this file. */
static bool is_in_place(const char *previous_end, str name, str value)
{
    const char *p = name.ptr + name.len;
    if (name.ptr != previous_end + 2 || *p++ != '\0')
        return false;
    while (p != value.ptr && (*p == ' ' || *p == '\t'))
        p++;
    return p == value.ptr;
}

static bool is_named(str name, str expected)
{
    return name.len == expected.len && !strncasecmp(name.ptr, expected.ptr, name.len);
}

/* The fields that decide framing: counted, because a second one is an attack. */
static bool count_field(struct framing *f, str name, str value)
{
    const struct {
        str name;
        uint32_t *count;
        str *value;
    } rows[] = {
        { S("host"), &f->hosts, NULL },
        { S("content-length"), &f->lengths, &f->content_length },
        { S("transfer-encoding"), &f->codings, &f->transfer_encoding },
        { S("expect"), &f->expects, &f->expect },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!is_named(name, rows[i].name))
            continue;
        ++*rows[i].count;
        if (rows[i].value)
            *rows[i].value = value;
        return true;
    }
    return false;
}

static void keep_field(struct http_fields *fields, str name, str value)
{
    const struct {
        str name;
        str *value;
    } rows[] = {
        { S("content-type"), &fields->content_type },
        { S("authorization"), &fields->authorization },
        { S("x-api-key"), &fields->api_key },
        { S("prefer"), &fields->prefer },
        { S("accept"), &fields->accept },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (is_named(name, rows[i].name))
            *rows[i].value = value;
}

void framing_header(struct framing *f, struct http_fields *fields, str name, str value)
{
    if (!value.ptr || (f->end && !is_in_place(f->end, name, value)) || !is_token(name) ||
        !is_field_value(value)) {
        f->malformed = true;
        return;
    }
    if (f->end)
        f->end = value.ptr + value.len;
    value = trim_blanks(value);
    if (!count_field(f, name, value))
        keep_field(fields, name, value);
}

void framing_end(struct framing *f)
{
    /* CR LF CR LF is four NULs by now. Anything else is text hidden behind a NUL, or a line
     * that the library dropped because it has no name. */
    static const char nothing[4];
    if (f->end && !f->malformed && memcmp(f->end, nothing, sizeof(nothing)) != 0)
        f->malformed = true;
}

bool framing_expects(const struct framing *f)
{
    return f->expects > 0;
}

/* All digits; a number too large for 64 bits saturates and is refused as too large. */
static bool read_length(str text, uint64_t *ret)
{
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        n = n > UINT64_MAX / 10 - 1 ? UINT64_MAX / 10 : n * 10 + (uint64_t) (text.ptr[i] - '0');
    }
    *ret = n;
    return text.len > 0;
}

static enum status check_body(struct framing *f, bool is_http_1_0, uint64_t max_body,
                              struct error *err)
{
    if (f->codings && is_http_1_0)
        return error_set(err, STATUS_BAD_REQUEST, "HTTP/1.0 has no Transfer-Encoding");
    if (f->codings && !is_named(f->transfer_encoding, S("chunked")))
        return error_set(err, STATUS_NOT_IMPLEMENTED, "the only transfer coding is chunked");
    if (f->lengths && !read_length(f->content_length, &f->length))
        return error_set(err, STATUS_BAD_REQUEST, "Content-Length is not a number");
    if (f->expects && !is_named(f->expect, S("100-continue")))
        return error_set(err, STATUS_EXPECTATION, "the only expectation is 100-continue");
    if (f->length > HTTP_DRAIN_BYTES || (f->expects && f->length > max_body))
        return error_set(err, STATUS_TOO_LARGE, "the body may have up to %llu bytes",
                         (unsigned long long) max_body);
    return STATUS_OK;
}

enum status framing_check(struct framing *f, str version, uint64_t max_body, struct error *err)
{
    bool is_http_1_0 = str_equal(version, S("HTTP/1.0"));
    if (f->malformed)
        return error_set(err, STATUS_BAD_REQUEST, "a header line is malformed");
    if (!is_http_1_0 && !str_equal(version, S("HTTP/1.1")))
        return error_set(err, STATUS_HTTP_VERSION,
                         "the versions spoken are HTTP/1.1 and HTTP/1.0");
    if (f->hosts > 1 || (!f->hosts && !is_http_1_0))
        return error_set(err, STATUS_BAD_REQUEST, "exactly one Host header is required");
    if (f->lengths > 1 || f->codings > 1 || (f->lengths && f->codings))
        return error_set(err, STATUS_BAD_REQUEST, "the length of the body is ambiguous");
    return check_body(f, is_http_1_0, max_body, err);
}
