/*
 * tree_value.c — the values of literals (Language Reference 2.4).
 *
 * The text of a Constant node is read again from the source: a number without its
 * underscores, a string as a run of adjacent literals with blanks, comments and line ends
 * between them. What does not fit the answer — big integers, `\N{…}`, surrogates — gives false;
 * the caller then treats the value as unknown.
 */
#include <string.h>

#include "python_internal.h"

/* ---- integers ------------------------------------------------------------------------------------ */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char) (c | 0x20);
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

static int base_of(str *text)
{
    char letter = text->len > 2 && text->ptr[0] == '0' ? (char) (text->ptr[1] | 0x20) : '\0';
    int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;

    if (base != 10)
        *text = str_slice(*text, 2, text->len);
    return base;
}

bool py_int_value(const struct py_tree *tree, uint32_t node, int64_t *ret_value)
{
    const struct py_node *n = &tree->nodes[node];
    str text = py_text(tree, node);
    int base = base_of(&text);
    int64_t value = 0;

    if (n->kind != PY_Constant || n->op != PY_CONST_INT || text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int digit = text.ptr[i] == '_' ? 0 : digit_value(text.ptr[i]);

        if (text.ptr[i] == '_')
            continue;
        if (digit >= base || value > (INT64_MAX - digit) / base)
            return false;
        value = value * base + digit;
    }
    *ret_value = value;
    return true;
}

/* ---- strings ---------------------------------------------------------------------------------------- */

struct decoder {
    str in;
    size_t at;
    char *out; /* as large as `in`: see put() */
    size_t len;
    bool raw, bytes;
};

static char peek(const struct decoder *d, size_t ahead)
{
    return d->at + ahead < d->in.len ? d->in.ptr[d->at + ahead] : '\0';
}

/* An escape is never shorter than the UTF-8 that it stands for. */
static bool put(struct decoder *d, uint32_t code)
{
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || (d->bytes && code > 0xff))
        return false;
    if (d->bytes || code < 0x80) {
        d->out[d->len++] = (char) code;
    } else if (code < 0x800) {
        d->out[d->len++] = (char) (0xc0 | code >> 6);
        d->out[d->len++] = (char) (0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        d->out[d->len++] = (char) (0xe0 | code >> 12);
        d->out[d->len++] = (char) (0x80 | (code >> 6 & 0x3f));
        d->out[d->len++] = (char) (0x80 | (code & 0x3f));
    } else {
        d->out[d->len++] = (char) (0xf0 | code >> 18);
        d->out[d->len++] = (char) (0x80 | (code >> 12 & 0x3f));
        d->out[d->len++] = (char) (0x80 | (code >> 6 & 0x3f));
        d->out[d->len++] = (char) (0x80 | (code & 0x3f));
    }
    return true;
}

/* Exactly `count` hexadecimal digits behind the letter at d->at. */
static bool put_hexadecimal(struct decoder *d, size_t count)
{
    uint32_t code = 0;

    d->at++;
    for (size_t i = 0; i < count; i++, d->at++) {
        int digit = digit_value(peek(d, 0));

        if (digit >= 16)
            return false;
        code = code << 4 | (uint32_t) digit;
    }
    return put(d, code);
}

static bool put_octal(struct decoder *d)
{
    uint32_t code = 0;

    for (int i = 0; i < 3 && peek(d, 0) >= '0' && peek(d, 0) <= '7'; i++, d->at++)
        code = code << 3 | (uint32_t) (peek(d, 0) - '0');
    return put(d, code);
}

static void skip_line_end(struct decoder *d)
{
    d->at += peek(d, 0) == '\r' && peek(d, 1) == '\n' ? 2 : 1;
}

/* What stands behind a backslash. */
static bool decode_escape(struct decoder *d)
{
    static const char letters[] = "abfnrtv\\'\"";
    static const char values[] = "\a\b\f\n\r\t\v\\'\"";
    char c = peek(d, 0);
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;

    if (letter != NULL) {
        d->at++;
        return put(d, (unsigned char) values[letter - letters]);
    }
    if (c == '\n' || c == '\r') {
        skip_line_end(d);
        return true;
    }
    if (c >= '0' && c <= '7')
        return put_octal(d);
    if (c == 'x')
        return put_hexadecimal(d, 2);
    if (!d->bytes && (c == 'u' || c == 'U'))
        return put_hexadecimal(d, c == 'u' ? 4 : 8);
    if (!d->bytes && c == 'N')
        return false;
    d->out[d->len++] = '\\'; /* not an escape: the backslash stays */
    return true;
}

static void copy_byte(struct decoder *d)
{
    if (peek(d, 0) == '\r') {
        skip_line_end(d);
        d->out[d->len++] = '\n';
    } else {
        d->out[d->len++] = d->in.ptr[d->at++];
    }
}

/* The body of one literal, its closing quotes included. */
static bool decode_body(struct decoder *d, char quote, bool triple)
{
    while (d->at < d->in.len) {
        char c = peek(d, 0);

        if (c == quote && (!triple || (peek(d, 1) == quote && peek(d, 2) == quote))) {
            d->at += triple ? 3 : 1;
            return true;
        }
        if (c != '\\') {
            copy_byte(d);
            continue;
        }
        if (++d->at == d->in.len)
            return false;
        if (d->raw) {
            d->out[d->len++] = '\\';
            copy_byte(d);
        } else if (!decode_escape(d)) {
            return false;
        }
    }
    return false;
}

static bool decode_literal(struct decoder *d)
{
    char quote;
    bool triple;

    d->raw = false;
    for (; peek(d, 0) != '"' && peek(d, 0) != '\''; d->at++) {
        if (d->at >= d->in.len)
            return false;
        d->raw = d->raw || (peek(d, 0) | 0x20) == 'r';
    }
    quote = peek(d, 0);
    triple = peek(d, 1) == quote && peek(d, 2) == quote;
    d->at += triple ? 3 : 1;
    return decode_body(d, quote, triple);
}

/* Blanks, line ends, joined lines and comments between adjacent literals. */
static void skip_gap(struct decoder *d)
{
    while (d->at < d->in.len) {
        char c = peek(d, 0);

        if (c == '#') {
            while (d->at < d->in.len && peek(d, 0) != '\n' && peek(d, 0) != '\r')
                d->at++;
        } else if (c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r' || c == '\\') {
            d->at++;
        } else {
            return;
        }
    }
}

bool py_str_value(const struct py_tree *tree, uint32_t node, struct arena *arena, str *ret_value)
{
    const struct py_node *n = &tree->nodes[node];
    struct decoder d = { .in = py_text(tree, node), .bytes = n->op == PY_CONST_BYTES };

    if (n->kind != PY_Constant || (n->op != PY_CONST_STR && n->op != PY_CONST_BYTES) ||
        tree->nodes[n->parent].kind == PY_JoinedStr)
        return false;
    d.out = ARENA_ARRAY(arena, char, d.in.len + 1);
    while (d.at < d.in.len) {
        if (!decode_literal(&d))
            return false;
        skip_gap(&d);
    }
    *ret_value = (str){ d.out, d.len };
    return true;
}
