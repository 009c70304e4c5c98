/*
 * regex_syntax.c — is this surely a valid pattern for Python's re?
 *
 * A recogniser for a subset that every supported version compiles without an error and without
 * a warning: literals, the usual escapes, sets, groups, alternatives, greedy and lazy repeats,
 * look- ahead. Everything else (look-behind, which must have a fixed width; back references;
 * inline flags; nested-set syntax, which warns; possessive repeats, which are new) is answered
 * with false. Recursive descent, one function per rule of the grammar, bounded depth. Rules:
 * Library Reference, re, "Regular Expression Syntax"; Lib/re/_parser.py.
 */
#include <ctype.h>

#include "analyze_internal.h"
#include "hasten/edit.h"

#define MAX_DEPTH  20u
#define MAX_REPEAT 1000

struct regex {
    str text;
    size_t at;
    bool verbose;
    uint32_t depth;
};

static char peek(const struct regex *r, size_t ahead)
{
    return r->at + ahead < r->text.len ? r->text.ptr[r->at + ahead] : '\0';
}

static bool at_end(const struct regex *r)
{
    return r->at >= r->text.len;
}

static bool one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* Blanks and comments. A backslash in a comment still takes the next character with it, so
 * that such a comment is left standing, where item() refuses it. */
static void skip_verbose(struct regex *r)
{
    while (r->verbose && !at_end(r)) {
        size_t end = layout_line_end(r->text, r->at);
        bool comment = peek(r, 0) == '#';

        if (comment && str_find(str_slice(r->text, r->at, end), S("\\")) == SIZE_MAX)
            r->at = end;
        else if (one_of(peek(r, 0), " \t\n\r\f\v"))
            r->at++;
        else
            return;
    }
}

/* Behind the backslash. *ret_width: it matches a character, so that it can be repeated or
 * begin a range. */
static bool escape(struct regex *r, bool in_set, bool *ret_class, bool *ret_width)
{
    char c = peek(r, 0);

    r->at++;
    *ret_class = one_of(c, "dDsSwW");
    *ret_width = true;
    if (*ret_class || one_of(c, "nrtfv\\"))
        return true;
    if (one_of(c, "bBAZ")) {
        *ret_width = in_set;
        return !in_set || c == 'b';
    }
    return (unsigned char) c < 0x80 && c != '\0' && !isalnum((unsigned char) c);
}

/* One member of a set; *ret_value is its code, -1 for a class of characters. */
static bool set_member(struct regex *r, int *ret_value)
{
    bool is_class = false, width;
    char c = peek(r, 0);

    if ((unsigned char) c >= 0x80 || at_end(r))
        return false;
    r->at++;
    *ret_value = (unsigned char) c;
    if (c != '\\')
        return c != '[';
    c = peek(r, 0);
    if (!escape(r, true, &is_class, &width))
        return false;
    *ret_value = is_class || isalpha((unsigned char) c) ? -1 : (unsigned char) c;
    return true;
}

/* Behind the "[". Doubled & | ~ - and an inner "[" may warn about future set operations. */
static bool set(struct regex *r)
{
    bool first = true;

    r->at += peek(r, 0) == '^';
    for (; first || peek(r, 0) != ']'; first = false) {
        int low, high;

        if (one_of(peek(r, 0), "&|~-") && peek(r, 1) == peek(r, 0))
            return false;
        if (!set_member(r, &low))
            return false;
        if (peek(r, 0) != '-' || peek(r, 1) == ']')
            continue;
        r->at++;
        if (peek(r, 0) == '-' || !set_member(r, &high) || low < 0 || high < low)
            return false;
    }
    r->at++;
    return true;
}

static int number(struct regex *r)
{
    int value = 0;

    while (isdigit((unsigned char) peek(r, 0)) && value <= MAX_REPEAT)
        value = value * 10 + (r->text.ptr[r->at++] - '0');
    return value;
}

/* Behind "{": "m}", "m,}", ",n}" or "m,n}". */
static bool bounds(struct regex *r)
{
    bool has_low = isdigit((unsigned char) peek(r, 0)) != 0;
    int low = number(r), high;

    if (peek(r, 0) == '}') {
        r->at++;
        return has_low && low <= MAX_REPEAT;
    }
    if (peek(r, 0) != ',')
        return false;
    r->at++;
    has_low |= isdigit((unsigned char) peek(r, 0)) != 0;
    high = isdigit((unsigned char) peek(r, 0)) ? number(r) : MAX_REPEAT;
    if (peek(r, 0) != '}')
        return false;
    r->at++;
    return has_low && low <= high && high <= MAX_REPEAT;
}

/* An optional repeat behind an item that may have one. */
static bool repeat(struct regex *r, bool repeatable)
{
    bool braces =
        peek(r, 0) == '{' && (isdigit((unsigned char) peek(r, 1)) || peek(r, 1) == ',');

    if (!one_of(peek(r, 0), "*+?") && !braces)
        return true;
    r->at++;
    if (!repeatable || (braces && !bounds(r)))
        return false;
    r->at += peek(r, 0) == '?';
    skip_verbose(r);
    return !one_of(peek(r, 0), "*+?") &&
           !(peek(r, 0) == '{' && (isdigit((unsigned char) peek(r, 1)) || peek(r, 1) == ','));
}

static bool alternatives(struct regex *r);

/* "name>" of a group, an ASCII identifier. Two groups of one name are an error: the caller
 * counts. */
static bool group_name(struct regex *r)
{
    size_t start = r->at;
    str name;

    while (isalnum((unsigned char) peek(r, 0)) || peek(r, 0) == '_')
        r->at++;
    name = str_slice(r->text, start, r->at);
    if (name.len == 0 || isdigit((unsigned char) name.ptr[0]) || peek(r, 0) != '>')
        return false;
    r->at++;
    name.ptr -= 4; /* "?P<" and "(" in front, so that a name inside a longer one is not found */
    name.len += 5;
    return str_find(str_slice(r->text, 0, start - 4), name) == SIZE_MAX;
}

/* Behind the "(". *ret_repeatable: not a look-ahead. */
static bool group(struct regex *r, bool *ret_repeatable)
{
    bool ok;

    *ret_repeatable = true;
    if (peek(r, 0) == '?') {
        char kind = peek(r, 1);

        *ret_repeatable = kind != '=' && kind != '!';
        r->at += 2;
        if (kind == 'P') {
            if (peek(r, 0) != '<')
                return false;
            r->at++;
            if (!group_name(r))
                return false;
        } else if (kind != ':' && kind != '=' && kind != '!') {
            return false;
        }
    }
    if (++r->depth > MAX_DEPTH)
        return false;
    ok = alternatives(r) && peek(r, 0) == ')';
    r->at++;
    r->depth--;
    return ok;
}

static bool item(struct regex *r)
{
    bool repeatable = true, is_class;
    char c = peek(r, 0);

    r->at++;
    if (c == '[') {
        if (!set(r))
            return false;
    } else if (c == '(') {
        if (r->verbose && one_of(peek(r, 0), " \t\n\r\f\v#")) {
            skip_verbose(r);
            if (peek(r, 0) == '?')
                return false;
        }
        if (!group(r, &repeatable))
            return false;
    } else if (c == '\\') {
        if (at_end(r) || !escape(r, false, &is_class, &repeatable))
            return false;
    } else if (c == '^' || c == '$') {
        repeatable = false;
    } else if (one_of(c, "*+?") || c == '\0' || (r->verbose && c == '#')) {
        return false;
    } else if (c == '{' && (isdigit((unsigned char) peek(r, 0)) || one_of(peek(r, 0), ",}"))) {
        return false;
    }
    while (((unsigned char) peek(r, 0) & 0xC0) == 0x80 && ((unsigned char) c & 0x80))
        r->at++; /* the rest of a UTF-8 character */
    skip_verbose(r);
    return repeat(r, repeatable);
}

static bool alternatives(struct regex *r)
{
    for (skip_verbose(r); !at_end(r) && peek(r, 0) != ')'; skip_verbose(r)) {
        if (peek(r, 0) == '|')
            r->at++;
        else if (!item(r))
            return false;
    }
    return true;
}

bool is_valid_regex(str pattern, bool verbose)
{
    struct regex r = { .text = pattern, .verbose = verbose };

    return alternatives(&r) && at_end(&r);
}
