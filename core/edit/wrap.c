/*
 * wrap.c — lines that edits have made too long are broken inside brackets, where a newline means
 * nothing to Python.
 *
 *     if x not in (table if type(x) is int else items):
 *  →  if x not in (
 *         table if type(x) is int else items
 *     ):
 *
 * The layout is the one that the formatter Black made common: the longest pair of brackets that is
 * opened and closed on the line goes onto lines of its own; what is still too long inside it is
 * broken at its weakest operators. A condition without brackets around it gets some. Only lines that carry a byte of an edit are touched, and never
 * one that a text of several lines begins or ends on. Columns are bytes.
 */
#include "hasten/edit.h"
#include "lexical.h"

#include <ctype.h>

#define MAX_LINE 4096   /* longer ones are nobody's to read; bounds the search for brackets */
#define MIN_CONTENT 16  /* a pair of brackets with less than this stays together */

/* What may be broken, the weakest operator last. */
enum strength { NO_BREAK, AT_AND, AT_OR, AT_CONDITIONAL, AT_COMMA, AT_CLAUSE };

struct wrapping {
    struct buf out;
    struct layout layout;
    str indent; /* of the line that is being broken */
};

/* ---- places in a text without newlines ------------------------------------------------------- */

static bool is_word(char c)
{
    return isalnum((unsigned char) c) || c == '_' || (unsigned char) c >= 0x80;
}

static bool is_word_at(str text, size_t at, str word)
{
    size_t end = at + word.len;
    return str_starts(str_slice(text, at, text.len), word) && text.ptr[at - 1] == ' ' &&
           (end == text.len || !is_word(text.ptr[end]));
}

/* The bracket that closes the one at `open`; SIZE_MAX when the text ends before it. */
static size_t closing_bracket(str text, size_t open)
{
    uint32_t depth = 0;
    for (size_t at = open; at < text.len;) {
        char c = text.ptr[at];
        if (c == '"' || c == '\'') {
            at = lexical_string_end(text, at);
            continue;
        }
        depth += (uint32_t) lexical_nesting(c);
        if (depth == 0)
            return at;
        at++;
    }
    return SIZE_MAX;
}

/* The next place on the same level: behind a string, behind a pair of brackets. */
static size_t next_place(str text, size_t at)
{
    char c = text.ptr[at];
    if (c == '"' || c == '\'')
        return lexical_string_end(text, at);
    size_t close = lexical_nesting(c) > 0 ? closing_bracket(text, at) : SIZE_MAX;
    return close != SIZE_MAX ? close + 1 : at + 1;
}

/* How weak the operator in front of which (a comma: behind which) the text may be broken is.
 * *in_clauses: behind the first `for` of a comprehension, where `if` begins a clause. */
static enum strength strength_at(str text, size_t at, bool *in_clauses)
{
    static const struct {
        const char *word;
        enum strength strength;
    } words[] = { { "for", AT_CLAUSE }, { "async for", AT_CLAUSE }, { "if", AT_CONDITIONAL },
                  { "else", AT_CONDITIONAL }, { "or", AT_OR }, { "and", AT_AND } };
    if (text.ptr[at] == ',')
        return at + 1 < text.len ? AT_COMMA : NO_BREAK;
    for (size_t i = 0; at > 0 && i < ARRAY_LEN(words); i++) {
        if (!is_word_at(text, at, str_from(words[i].word)))
            continue;
        bool after_async = words[i].strength == AT_CLAUSE && at >= 6 &&
                           str_equal(str_slice(text, at - 6, at), S("async "));
        *in_clauses |= words[i].strength == AT_CLAUSE;
        if (after_async)
            return NO_BREAK;
        return *in_clauses && words[i].strength == AT_CONDITIONAL ? AT_CLAUSE : words[i].strength;
    }
    return NO_BREAK;
}

static enum strength weakest(str text)
{
    bool in_clauses = false;
    enum strength found = NO_BREAK;
    for (size_t at = 0; at < text.len; at = next_place(text, at)) {
        enum strength here = strength_at(text, at, &in_clauses);
        found = here > found ? here : found;
    }
    return found;
}

/* ---- breaking -------------------------------------------------------------------------------- */

static void put(struct wrapping *w, str text, uint32_t level, bool in_brackets);

static void new_line(struct wrapping *w, uint32_t level)
{
    buf_append(&w->out, w->layout.newline);
    buf_append(&w->out, w->indent);
    for (uint32_t i = 0; i < level; i++)
        buf_append(&w->out, w->layout.indent_unit);
}

static bool broken_at_operators(struct wrapping *w, str text, uint32_t level)
{
    enum strength strength = weakest(text);
    bool in_clauses = false;
    size_t begin = 0;
    for (size_t at = 0; strength != NO_BREAK && at < text.len; at = next_place(text, at)) {
        if (strength_at(text, at, &in_clauses) != strength)
            continue;
        size_t cut = strength == AT_COMMA ? at + 1 : at;
        put(w, str_trim(str_slice(text, begin, cut)), level, true);
        new_line(w, level);
        begin = cut;
    }
    if (begin > 0)
        put(w, str_trim(str_slice(text, begin, text.len)), level, true);
    return begin > 0;
}

static bool broken_at_brackets(struct wrapping *w, str text, uint32_t level, bool in_brackets)
{
    size_t open = 0, close = 0;
    for (size_t at = 0; at < text.len; at = next_place(text, at)) {
        size_t next = next_place(text, at);
        bool is_pair = lexical_nesting(text.ptr[at]) > 0 && next > at + 1;
        if (is_pair && next - 1 - at > close - open) {
            open = at;
            close = next - 1;
        }
    }
    str content = str_trim(str_slice(text, open + 1, close));
    if (close == 0 || content.len < MIN_CONTENT)
        return false;
    buf_append(&w->out, str_slice(text, 0, open + 1));
    new_line(w, level + 1);
    put(w, content, level + 1, true);
    new_line(w, level);
    buf_byte(&w->out, text.ptr[close]);
    put(w, str_slice(text, close + 1, text.len), level, in_brackets);
    return true;
}

/* Behind the top-level ` in ` of a for statement's head; 0 without one. */
static size_t iterable_start(str text)
{
    for (size_t at = 1; at < text.len; at = next_place(text, at))
        if (is_word_at(text, at, S("in")))
            return at + 3;
    return 0;
}

/* A condition, or a choice, that is all of what a statement has gets brackets of its own. */
static bool broken_in_new_brackets(struct wrapping *w, str text, uint32_t level)
{
    static const str heads[] = { S_INIT("if "), S_INIT("elif "), S_INIT("while ") };
    size_t begin = str_starts(text, S("return ")) ? 7 : 0, end = text.len;
    for (size_t i = 0; i < ARRAY_LEN(heads); i++)
        begin = str_starts(text, heads[i]) ? heads[i].len : begin;
    begin = str_starts(text, S("for ")) ? iterable_start(text) : begin;
    if (begin == 0 || begin >= end)
        return false;
    if (!str_starts(text, S("return "))) {
        if (text.ptr[--end] != ':')
            return false;
    }
    str body = str_slice(text, begin, end);
    enum strength strength = weakest(body);
    if (strength == NO_BREAK || strength > AT_CONDITIONAL)
        return false;
    buf_append(&w->out, str_slice(text, 0, begin));
    buf_byte(&w->out, '(');
    new_line(w, level + 1);
    put(w, body, level + 1, true);
    new_line(w, level);
    buf_byte(&w->out, ')');
    buf_append(&w->out, str_slice(text, end, text.len));
    return true;
}

/* The first bracket that a later line closes; SIZE_MAX without one. */
static size_t lasting_bracket(str text)
{
    for (size_t at = 0; at < text.len; at = next_place(text, at))
        if (lexical_nesting(text.ptr[at]) > 0 && closing_bracket(text, at) == SIZE_MAX)
            return at;
    return SIZE_MAX;
}

static bool broken_behind_lasting(struct wrapping *w, str text, uint32_t level)
{
    size_t open = lasting_bracket(text);
    buf_append(&w->out, str_slice(text, 0, open + 1));
    put(w, str_slice(text, open + 1, text.len), level + 1, true);
    return true;
}

/* Appends the text, which stands `level` steps behind the line's own indentation. */
static void put(struct wrapping *w, str text, uint32_t level, bool in_brackets)
{
    size_t column = w->indent.len + level * w->layout.indent_unit.len;
    if (column + text.len <= w->layout.width) {
        buf_append(&w->out, text);
        return;
    }
    bool lasting = !in_brackets && lasting_bracket(text) != SIZE_MAX;
    bool broken = in_brackets ? broken_at_operators(w, text, level)
                              : !lasting && broken_in_new_brackets(w, text, level);
    broken = broken || broken_at_brackets(w, text, level, in_brackets);
    broken = broken || (lasting && broken_behind_lasting(w, text, level));
    if (!broken)
        buf_append(&w->out, text);
}

/* ---- lines ----------------------------------------------------------------------------------- */

struct line {
    size_t end;     /* its newline, or the end of the text */
    size_t comment; /* where one begins, or `end` */
    bool whole;     /* no text of several lines, no backslash at its end */
    int32_t depth;  /* by how much brackets are deeper behind it */
};

static struct line read_line(str text, size_t start)
{
    struct line line = { .whole = true };
    size_t at = start;
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '#') {
        char c = text.ptr[at];
        if (c == '"' || c == '\'') {
            size_t end = lexical_string_end(text, at);
            line.whole &= !memchr(text.ptr + at, '\n', end - at);
            at = end;
            continue;
        }
        line.depth += lexical_nesting(c);
        line.whole &= c != '\\';
        at++;
    }
    line.comment = at;
    while (at < text.len && text.ptr[at] != '\n')
        at++;
    line.end = at;
    return line;
}

static void break_line(struct wrapping *w, str text, size_t start, const struct line *line,
                       bool in_brackets)
{
    size_t end = line->comment, code = start;
    while (end > start && isspace((unsigned char) text.ptr[end - 1]))
        end--;
    while (code < end && (text.ptr[code] == ' ' || text.ptr[code] == '\t'))
        code++;
    w->indent = str_slice(text, start, code);
    buf_append(&w->out, w->indent);
    if (end - start <= MAX_LINE)
        put(w, str_slice(text, code, end), 0, in_brackets);
    else
        buf_append(&w->out, str_slice(text, code, end));
    buf_append(&w->out, str_slice(text, end, line->end));
}

/* Where the bytes of the edits are in the result; lines come in order. */
struct edited {
    const edit_vec *edits;
    uint32_t next;
    size_t start, end; /* of the next edit's text in the result */
    size_t copied;     /* where the original goes on behind it */
};

static void edited_advance(struct edited *e)
{
    if (e->next == e->edits->count) {
        e->start = e->end = SIZE_MAX;
        return;
    }
    const struct edit *edit = &e->edits->items[e->next++];
    e->start = e->end + (edit->start - e->copied);
    e->end = e->start + edit->text.len;
    e->copied = edit->end;
}

static bool edited_within(struct edited *e, size_t start, size_t end)
{
    while (e->end <= start && e->start != SIZE_MAX)
        edited_advance(e);
    return e->start < end;
}

str edits_render(str source, const edit_vec *edits, struct arena *arena)
{
    str text = edits_apply(source, edits, arena);
    struct wrapping w = { .layout = layout_of(source) };
    struct edited edited = { .edits = edits };
    int32_t depth = 0;
    edited_advance(&edited);
    for (size_t start = 0; start < text.len;) {
        struct line line = read_line(text, start);
        if (line.whole && edited_within(&edited, start, line.end))
            break_line(&w, text, start, &line, depth > 0);
        else
            buf_append(&w.out, str_slice(text, start, line.end));
        depth += line.depth;
        start = line.end;
        if (start < text.len) {
            buf_byte(&w.out, '\n');
            start++;
        }
    }
    str result = arena_str(arena, buf_str(&w.out));
    buf_free(&w.out);
    return result;
}
