/*
 * json_scan.c — a strict RFC 8259 recogniser that runs before cJSON, which accepts control
 * characters, leading zeros and invalid UTF-8, and silently cuts strings at \u0000.
 *
 * Recursion is bounded by JSON_DEPTH_MAX. Nothing is built here.
 */
#include "json_internal.h"

struct scan {
    str text;
    size_t at;
    const char *problem; /* NULL while all is well */
};

static bool scan_value(struct scan *s, unsigned depth);

static bool fail(struct scan *s, const char *problem)
{
    if (!s->problem)
        s->problem = problem;
    return false;
}

static int peek(const struct scan *s)
{
    return s->at < s->text.len ? (unsigned char) s->text.ptr[s->at] : -1;
}

static bool accept(struct scan *s, char c)
{
    if (peek(s) != (unsigned char) c)
        return false;
    s->at++;
    return true;
}

static void skip_space(struct scan *s)
{
    while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' || peek(s) == '\r')
        s->at++;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scan *s)
{
    if (!is_digit(peek(s)))
        return fail(s, "a number is malformed");
    while (is_digit(peek(s)))
        s->at++;
    return true;
}

static bool scan_number(struct scan *s)
{
    accept(s, '-');
    if (accept(s, '0')) {
        if (is_digit(peek(s)))
            return fail(s, "a number has a leading zero");
    } else if (!scan_digits(s)) {
        return false;
    }
    if (accept(s, '.') && !scan_digits(s))
        return false;
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (!accept(s, '+'))
            accept(s, '-');
        return scan_digits(s);
    }
    return true;
}

static bool scan_hex4(struct scan *s, unsigned *ret)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        int c = peek(s);
        int digit = is_digit(c)              ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return fail(s, "a \\u escape is malformed");
        value = value * 16 + (unsigned) digit;
        s->at++;
    }
    *ret = value;
    return true;
}

static bool scan_unicode_escape(struct scan *s)
{
    unsigned first, second;
    if (!scan_hex4(s, &first))
        return false;
    if (first == 0)
        return fail(s, "a string contains \\u0000");
    if (first >= 0xDC00 && first <= 0xDFFF)
        return fail(s, "a string contains a lone surrogate");
    if (first < 0xD800 || first > 0xDBFF)
        return true;
    if (!accept(s, '\\') || !accept(s, 'u') || !scan_hex4(s, &second) || second < 0xDC00 ||
        second > 0xDFFF)
        return fail(s, "a string contains a lone surrogate");
    return true;
}

static bool scan_string(struct scan *s)
{
    if (!accept(s, '"'))
        return fail(s, "a string is expected");
    for (;;) {
        int c = peek(s);
        if (c < 0)
            return fail(s, "a string is not closed");
        s->at++;
        if (c == '"')
            return true;
        if (c < 0x20)
            return fail(s, "a string contains a control character");
        if (c != '\\')
            continue;
        int escape = peek(s);
        s->at++;
        if (escape == 'u') {
            if (!scan_unicode_escape(s))
                return false;
        } else if (escape <= 0 || !strchr("\"\\/bfnrt", escape)) {
            return fail(s, "a string contains an unknown escape");
        }
    }
}

/* Members or elements up to the closing bracket; the opening one has been read. */
static bool scan_container(struct scan *s, unsigned depth, char close)
{
    if (depth > JSON_DEPTH_MAX)
        return fail(s, "it is nested too deeply");
    skip_space(s);
    if (accept(s, close))
        return true;
    do {
        skip_space(s);
        if (close == '}') {
            if (!scan_string(s))
                return false;
            skip_space(s);
            if (!accept(s, ':'))
                return fail(s, "a ':' is missing");
        }
        if (!scan_value(s, depth))
            return false;
        skip_space(s);
    } while (accept(s, ','));
    return accept(s, close) || fail(s, "a ',' or a closing bracket is missing");
}

static bool scan_word(struct scan *s, str word)
{
    if (!str_equal(str_slice(s->text, s->at, s->at + word.len), word))
        return fail(s, "a value is expected");
    s->at += word.len;
    return true;
}

static bool scan_value(struct scan *s, unsigned depth)
{
    skip_space(s);
    switch (peek(s)) {
    case '{':
        s->at++;
        return scan_container(s, depth + 1, '}');
    case '[':
        s->at++;
        return scan_container(s, depth + 1, ']');
    case '"':
        return scan_string(s);
    case 't':
        return scan_word(s, S("true"));
    case 'f':
        return scan_word(s, S("false"));
    case 'n':
        return scan_word(s, S("null"));
    default:
        return scan_number(s);
    }
}

const char *json_scan(str text, size_t *ret_offset)
{
    *ret_offset = str_invalid_utf8(text);
    if (*ret_offset != SIZE_MAX)
        return "it is not UTF-8";
    struct scan s = { .text = text };
    if (scan_value(&s, 0)) {
        skip_space(&s);
        if (s.at < text.len)
            fail(&s, "there is text after the value");
    }
    *ret_offset = s.at;
    return s.problem;
}
