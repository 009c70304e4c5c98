/*
 * layout.c — how a file is written: line ends, indentation, quotes.
 *
 * One pass over the bytes with the few lexical rules that matter here: comments, string literals
 * (escapes, triple quotes) and brackets. A line counts for the indentation only when it starts a
 * logical line, so that text inside strings and continuation lines has no say. Nothing here
 * decides about correctness: a wrong guess gives an ugly edit, never a wrong one.
 */
#include "hasten/edit.h"
#include "lexical.h"

#define MAX_UNIT 8 /* widest step that is taken for one level of indentation */
#define MIN_WIDTH 100
#define MAX_WIDTH 120

struct scan {
    str source;
    size_t at;
    uint32_t depth;                /* open brackets */
    uint32_t crlf, lf;             /* line ends seen */
    uint32_t single, doubled;      /* string literals by quote */
    uint32_t spaces[MAX_UNIT + 1]; /* steps to the right, by width */
    uint32_t tabs;
    size_t last_indent;            /* width of the previous logical line */
};

static char peek(const struct scan *s, size_t ahead)
{
    return s->at + ahead < s->source.len ? s->source.ptr[s->at + ahead] : '\0';
}

static void count_newline(struct scan *s)
{
    bool carriage = s->at > 0 && s->source.ptr[s->at - 1] == '\r';
    *(carriage ? &s->crlf : &s->lf) += 1;
}

int lexical_nesting(char c)
{
    bool opens = c == '(' || c == '[' || c == '{', closes = c == ')' || c == ']' || c == '}';
    return opens - closes;
}

/* Bytes that a backslash at `at` takes along: a whole line end, or the next byte. */
static size_t escaped(str text, size_t at)
{
    return str_starts(str_slice(text, at + 1, text.len), S("\r\n")) ? 2 : 1;
}

size_t lexical_string_end(str text, size_t at)
{
    char quote[] = { text.ptr[at], text.ptr[at], text.ptr[at] };
    bool triple = str_starts(str_slice(text, at, text.len), (str){ quote, 3 });
    str closing = { quote, triple ? 3 : 1 };
    for (at += closing.len; at < text.len; at++) {
        if (text.ptr[at] == '\\')
            at += escaped(text, at);
        else if (str_starts(str_slice(text, at, text.len), closing))
            return at + closing.len;
        else if (text.ptr[at] == '\n' && !triple)
            return at;
    }
    return text.len;
}

/* At an opening quote: moves past the literal. */
static void skip_string(struct scan *s)
{
    bool triple = peek(s, 1) == peek(s, 0) && peek(s, 2) == peek(s, 0);
    if (!triple)
        *(peek(s, 0) == '"' ? &s->doubled : &s->single) += 1;
    size_t end = lexical_string_end(s->source, s->at);
    for (; s->at < end; s->at++)
        if (peek(s, 0) == '\n')
            count_newline(s);
}

static void skip_comment(struct scan *s)
{
    while (s->at < s->source.len && peek(s, 0) != '\n')
        s->at++;
}

/* At the start of a logical line: notes by how much it moved to the right. */
static void measure_indent(struct scan *s)
{
    size_t width = 0;
    while (peek(s, width) == ' ' || peek(s, width) == '\t')
        width++;
    char after = peek(s, width);
    if (after == '\n' || after == '\r' || after == '#' || after == '\0')
        return;
    if (width > s->last_indent) {
        size_t step = width - s->last_indent;
        if (peek(s, width - 1) == '\t')
            s->tabs++;
        else if (step <= MAX_UNIT)
            s->spaces[step]++;
    }
    s->last_indent = width;
}

static void scan_source(struct scan *s)
{
    bool line_start = true;
    while (s->at < s->source.len) {
        if (line_start && s->depth == 0)
            measure_indent(s);
        line_start = false;
        char c = peek(s, 0);
        if (c == '"' || c == '\'') {
            skip_string(s);
            continue;
        }
        if (c == '#') {
            skip_comment(s);
            continue;
        }
        int nesting = lexical_nesting(c);
        if (nesting > 0 || s->depth > 0)
            s->depth += (uint32_t) nesting;
        if (c == '\n') {
            count_newline(s);
            line_start = true;
        }
        s->at++;
    }
}

static str most_frequent_step(const struct scan *s)
{
    static const char blanks[] = "        ";
    uint32_t best = 4;
    for (uint32_t width = 1; width <= MAX_UNIT; width++)
        if (s->spaces[width] > s->spaces[best])
            best = width;
    if (s->tabs > s->spaces[best])
        return S("\t");
    return (str){ blanks, best };
}

/* The widest line says what the file is used to. */
static uint32_t widest_line(str source)
{
    size_t widest = MIN_WIDTH;
    for (size_t at = 0; at < source.len && widest < MAX_WIDTH; at = layout_line_end(source, at)) {
        size_t width = str_trim(str_slice(source, at, layout_line_end(source, at))).len;
        widest = width > widest ? width : widest;
    }
    return (uint32_t) (widest < MAX_WIDTH ? widest : MAX_WIDTH);
}

struct layout layout_of(str source)
{
    struct scan s = { .source = source };
    scan_source(&s);
    return (struct layout){
        .newline = s.crlf > s.lf ? S("\r\n") : S("\n"),
        .indent_unit = most_frequent_step(&s),
        .quote = s.single > s.doubled ? '\'' : '"',
        .width = widest_line(source),
    };
}

size_t layout_line_start(str source, size_t offset)
{
    size_t at = offset < source.len ? offset : source.len;
    while (at > 0 && source.ptr[at - 1] != '\n')
        at--;
    return at;
}

size_t layout_line_end(str source, size_t offset)
{
    size_t at = offset < source.len ? offset : source.len;
    while (at < source.len && source.ptr[at] != '\n')
        at++;
    return at < source.len ? at + 1 : at;
}

str layout_indent_at(str source, size_t offset)
{
    size_t start = layout_line_start(source, offset), end = start;
    while (end < source.len && (source.ptr[end] == ' ' || source.ptr[end] == '\t'))
        end++;
    return str_slice(source, start, end);
}
