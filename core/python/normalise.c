/*
 * normalise.c — rewrites the layout of a source, byte for byte, into one that tree-sitter reads
 * as CPython does.
 *
 * The grammar's scanner has its own idea of layout: inside brackets it may end a block at a
 * line that is indented less, it misplaces comments, it does not know a lone CR as a line end,
 * and runs of comment lines or backslash-newlines cost it quadratic time. None of these carries
 * meaning for Python (Language Reference 2.1), so they are blanked out before it looks:
 *
 *   comment                          → spaces
 *   line end inside brackets         → spaces
 *   backslash + line end             → spaces
 *   CR LF, lone CR                   → space LF, LF
 *   byte order mark                  → three line ends
 *
 * The length never changes, so every offset stays valid for the original. String literals are
 * copied (only their lone CRs change): whether a literal is raw, bytes or formatted does not
 * matter, because in Python 3.11 a backslash keeps the next byte from ending any of them.
 * One pass, linear, no state besides the struct below.
 */
#include <string.h>

#include "python_internal.h"

struct normaliser {
    const char *in;
    char *out;
    size_t len;
    size_t at;
    uint32_t brackets;   /* open ( [ { */
    bool at_indentation; /* nothing but blanks so far in this logical line */
};

static char peek(const struct normaliser *z, size_t ahead)
{
    return z->at + ahead < z->len ? z->in[z->at + ahead] : '\0';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Length of the line end at `ahead`: CR LF counts as one. */
static size_t line_end_length(const struct normaliser *z, size_t ahead)
{
    return peek(z, ahead) == '\r' && peek(z, ahead + 1) == '\n' ? 2 : 1;
}

static void blank(struct normaliser *z, size_t n)
{
    memset(z->out + z->at, ' ', n);
    z->at += n;
}

/* A line end that stays one. */
static void keep_line_end(struct normaliser *z)
{
    size_t n = line_end_length(z, 0);

    blank(z, n);
    z->out[z->at - 1] = '\n';
}

static void skip_comment(struct normaliser *z)
{
    size_t n = 1;

    while (z->at + n < z->len && !is_line_end(z->in[z->at + n]))
        n++;
    blank(z, n);
}

static void copy(struct normaliser *z, size_t n)
{
    while (n-- > 0 && z->at < z->len) {
        char c = z->in[z->at];

        z->out[z->at++] = c;
    }
}

/* Inside a literal a CR that is not followed by LF becomes LF; all else is copied. */
static void copy_in_string(struct normaliser *z)
{
    z->out[z->at] = peek(z, 0) == '\r' && peek(z, 1) != '\n' ? '\n' : z->in[z->at];
    z->at++;
}

static void skip_string(struct normaliser *z)
{
    char quote = peek(z, 0);
    bool triple = peek(z, 1) == quote && peek(z, 2) == quote;

    copy(z, triple ? 3 : 1);
    while (z->at < z->len) {
        char c = peek(z, 0);

        if (c == '\\') {
            copy(z, 1);
            if (z->at < z->len && line_end_length(z, 0) == 2)
                copy(z, 1);
            if (z->at < z->len)
                copy_in_string(z);
        } else if (!triple && is_line_end(c)) {
            return; /* unterminated: the parser will say so */
        } else if (c == quote && (!triple || (peek(z, 1) == quote && peek(z, 2) == quote))) {
            copy(z, triple ? 3 : 1);
            return;
        } else {
            copy_in_string(z);
        }
    }
}

static void line_end(struct normaliser *z)
{
    if (z->brackets > 0) {
        blank(z, line_end_length(z, 0));
        return;
    }
    keep_line_end(z);
    z->at_indentation = true;
}

static void ordinary(struct normaliser *z, char c)
{
    if (c == '(' || c == '[' || c == '{')
        z->brackets++;
    else if ((c == ')' || c == ']' || c == '}') && z->brackets > 0)
        z->brackets--;
    if (c != ' ' && c != '\t' && c != '\f')
        z->at_indentation = false;
    copy(z, 1);
}

static void skip_byte_order_mark(struct normaliser *z)
{
    if (z->len >= 3 && memcmp(z->in, "\xef\xbb\xbf", 3) == 0) {
        memset(z->out, '\n', 3);
        z->at = 3;
    }
}

bool py_normalise(str source, char *out, size_t *ret_bad)
{
    struct normaliser z = { source.ptr, out, source.len, 0, 0, true };

    skip_byte_order_mark(&z);
    while (z.at < z.len) {
        char c = z.in[z.at];

        if (c == '#') {
            skip_comment(&z);
        } else if (c == '"' || c == '\'') {
            z.at_indentation = false;
            skip_string(&z);
        } else if (is_line_end(c)) {
            line_end(&z);
        } else if (c == '\\' && is_line_end(peek(&z, 1))) {
            /* CPython takes the indentation from in front of the backslash, tree-sitter
             * would take the sum of both lines. */
            if (z.at_indentation && z.brackets == 0) {
                *ret_bad = z.at;
                return false;
            }
            blank(&z, 1 + line_end_length(&z, 1));
        } else {
            ordinary(&z, c);
        }
    }
    return true;
}
