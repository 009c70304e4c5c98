/*
 * catalogue.c — reads the idioms that were embedded at build time, once per process.
 *
 * The format is line by line: `key: value`, or `key:` and an indented block. A file that cannot
 * be read is an error of ours: the unit tests read every file, and a release cannot hold a bad one.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "hasten/idiom.h"

extern const struct embedded_file embedded_idioms[];
extern const size_t embedded_idioms_count;

static struct {
    struct arena *arena;
    struct idiom *items;
    size_t count;
} catalogue; /* written by load() alone, under pthread_once */

struct reader {
    struct idiom *idiom;
    struct arena *arena;
    struct error *err;
};

static enum status wrong(struct reader *r, const char *what, str line)
{
    return error_set(r->err, STATUS_INTERNAL, "idiom %.*s: %s: %.*s", STR_ARG(r->idiom->name), what,
                     STR_ARG(line));
}

/* "XS list_of_int" → hole and word */
static bool two_words(str line, str *ret_first, str *ret_second)
{
    size_t space = str_find(line, S(" "));

    if (space >= line.len)
        return false;
    *ret_first = str_slice(line, 0, space);
    *ret_second = str_trim(str_slice(line, space, line.len));
    return ret_second->len > 0;
}

static bool is_hole_name(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z') && !(i && name.ptr[i] >= '0' && name.ptr[i] <= '9'))
            return false;
    return name.len > 0;
}

static bool add_hole(struct idiom *idiom, str name)
{
    if (idiom_hole(idiom, name) != UINT32_MAX)
        return true;
    if (idiom->hole_count == IDIOM_HOLES)
        return false;
    idiom->holes[idiom->hole_count++] = name;
    return true;
}

static enum status add_shape(struct reader *r, str text)
{
    struct py_module *shape;
    enum status status;

    if (r->idiom->shape_count == IDIOM_SHAPES)
        return wrong(r, "too many shapes", S(""));
    status = py_parse(text, r->arena, &shape, r->err);
    if (status != STATUS_OK)
        return status;
    const struct py_tree *t = py_tree(shape);
    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Name && is_hole_name(py_name(t, i)) &&
            !add_hole(r->idiom, py_name(t, i)))
            return wrong(r, "too many holes", py_name(t, i));
    uint32_t first = py_first(t, 0);
    r->idiom->is_expression = t->nodes[first].kind == PY_Expr;
    r->idiom->shapes[r->idiom->shape_count++] = shape;
    return STATUS_OK;
}

static enum status add_pair(struct reader *r, struct idiom_line *lines, size_t *count, str line)
{
    if (*count == IDIOM_LINES || !two_words(line, &lines[*count].hole, &lines[*count].word))
        return wrong(r, "cannot be read", line);
    (*count)++;
    return STATUS_OK;
}

/* One line of a block. */
static enum status add_line(struct reader *r, str key, str line)
{
    struct idiom *idiom = r->idiom;

    if (str_equal(key, S("where")) && idiom_knows_word(str_slice(line, str_find(line, S(" ")) + 1, line.len)))
        return add_pair(r, idiom->conditions, &idiom->condition_count, line);
    if (str_equal(key, S("new")))
        return add_pair(r, idiom->fresh, &idiom->fresh_count, line);
    if (str_equal(key, S("test")) && idiom->test_count < IDIOM_LINES) {
        idiom->tests[idiom->test_count++] = line;
        return STATUS_OK;
    }
    if (str_equal(key, S("size")) && idiom->size_count < IDIOM_LINES) {
        idiom->sizes[idiom->size_count++] = line;
        return STATUS_OK;
    }
    if (str_equal(key, S("import")) && idiom->import_count < IDIOM_LINES &&
        two_words(line, &idiom->modules[idiom->import_count], &idiom->imported[idiom->import_count])) {
        idiom->import_count++;
        return STATUS_OK;
    }
    return wrong(r, "cannot be read", line);
}

static enum status add_value(struct reader *r, str key, str value)
{
    struct idiom *idiom = r->idiom;

    if (str_equal(key, S("summary")))
        idiom->summary = value;
    else if (str_equal(key, S("model")))
        idiom->model = value;
    else if (str_equal(key, S("speedup")))
        idiom->speedup = strtod(arena_cstr(r->arena, value), NULL);
    else if (str_equal(key, S("pattern"))) {
        for (int p = 0; p < PATTERN_COUNT; p++)
            if (str_equal(value, str_from(pattern_name((enum pattern) p)))) {
                idiom->pattern = (enum pattern) p;
                return STATUS_OK;
            }
        return wrong(r, "no such pattern", value);
    } else
        return add_line(r, key, value);
    return STATUS_OK;
}

/* A block without its four blanks in front of each line. */
static enum status add_block(struct reader *r, str key, str block)
{
    struct buf text = { 0 };
    enum status status = STATUS_OK;
    bool code = str_equal(key, S("match")) || str_equal(key, S("answer"));

    for (size_t at = 0; at < block.len && status == STATUS_OK;) {
        size_t end = at;
        while (end < block.len && block.ptr[end] != '\n')
            end++;
        str line = str_slice(block, at + 4 < end ? at + 4 : end, end);
        if (code) {
            buf_append(&text, line);
            buf_byte(&text, '\n');
        } else
            status = add_line(r, key, str_trim(line));
        at = end + 1;
    }
    str code_text = arena_str(r->arena, buf_str(&text));
    buf_free(&text);
    if (status == STATUS_OK && str_equal(key, S("match")))
        return add_shape(r, code_text);
    if (str_equal(key, S("answer")))
        r->idiom->answer = code_text;
    return status;
}

static size_t line_end(str text, size_t at)
{
    while (at < text.len && text.ptr[at] != '\n')
        at++;
    return at;
}

/* Past the lines of a block: indented ones. */
static size_t block_end(str text, size_t at)
{
    while (at < text.len && str_starts(str_slice(text, at, text.len), S("    ")))
        at = line_end(text, at) + 1;
    return at < text.len ? at : text.len;
}

enum status idiom_parse(str name, str text, struct arena *arena, struct idiom *ret, struct error *err)
{
    struct reader r = { ret, arena, err };
    enum status status = STATUS_OK;

    *ret = (struct idiom){ .name = name, .speedup = 2, .pattern = PATTERN_COUNT };
    for (size_t at = 0; at < text.len && status == STATUS_OK;) {
        size_t end = line_end(text, at);
        str line = str_trim(str_slice(text, at, end));
        size_t colon = str_find(line, S(":"));
        at = end + 1;
        if (!line.len || line.ptr[0] == '#')
            continue;
        if (colon >= line.len)
            return wrong(&r, "no key", line);
        str key = str_slice(line, 0, colon), value = str_trim(str_slice(line, colon + 1, line.len));
        if (value.len) {
            status = add_value(&r, key, value);
            continue;
        }
        end = block_end(text, at);
        status = add_block(&r, key, str_slice(text, at, end));
        at = end;
    }
    if (status == STATUS_OK && (!ret->shape_count || !ret->answer.len || ret->pattern == PATTERN_COUNT))
        return wrong(&r, "a shape, an answer or the pattern is missing", S(""));
    return status;
}

static void load(void)
{
    catalogue.arena = arena_new(64u << 20);
    catalogue.items = arena_alloc(catalogue.arena, embedded_idioms_count * sizeof(struct idiom));
    for (size_t i = 0; i < embedded_idioms_count; i++) {
        str name = str_from(embedded_idioms[i].name);
        struct error err = { 0 };
        enum status status = idiom_parse(str_slice(name, 0, str_find(name, S("."))),
                                         embedded_idioms[i].content, catalogue.arena,
                                         &catalogue.items[catalogue.count], &err);
        if (status) { /* a defect of this build: the text is part of the program */
            fprintf(stderr, "hasten: %s: %s\n", embedded_idioms[i].name, err.detail);
            abort();
        }
        catalogue.count++;
    }
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

size_t idiom_count(void)
{
    pthread_once(&once, load);
    return catalogue.count;
}

const struct idiom *idiom_at(size_t index)
{
    return index < idiom_count() ? &catalogue.items[index] : NULL;
}
