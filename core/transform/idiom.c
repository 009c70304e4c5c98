/*
 * idiom.c — writes the answer of an idiom of the catalogue (core/idiom) over what was found.
 *
 *     for i in range(len(xs)):             if type(xs) is list and …:
 *         …the shape…                          …the answer…
 *                                          else:
 *                                              for i in range(len(xs)):
 *                                                  …the shape…
 *
 * When the facts prove all its conditions, the answer takes the place of the shape, with the
 * comments that stood in it on top; otherwise the conditions are tested first and the original
 * code, moved in by one level, is what runs when one fails. An expression becomes `answer` or
 * `(answer if tests else original)`.
 *
 * What is needed here: the tested names surely have values in front of the statements (a test
 * must not raise where the original did not), nothing rebinds the builtins that the answer uses,
 * and the texts that are quoted stand on one line. In a class body a comprehension does not see the names that its
 * first iterable sees: nothing is rewritten there.
 */
#include <ctype.h>

#include "hasten/idiom.h"
#include "transform_internal.h"

#define WORDS 64
#define LINE_LENGTH 92

struct answer {
    struct rewriting *rw;
    const struct idiom *idiom;
    const struct idiom_match *match;
    str fresh[IDIOM_LINES]; /* the names that the new locals get */
    str names[IDIOM_LINES]; /* what the imported names are called here; "": there is none to have */
};

static bool is_word(char c)
{
    return isalnum((unsigned char) c) || c == '_';
}

/* Binds tighter than any operator: needs no parentheses where it is put. */
static bool is_primary(const struct rewriting *rw, uint32_t node)
{
    switch (rw->tree->nodes[node].kind) {
    case PY_Name: case PY_Constant: case PY_Call: case PY_Attribute: case PY_Subscript:
    case PY_List: case PY_Dict: case PY_Set: case PY_ListComp:
        return true;
    default:
        return false;
    }
}

static str hole_text(const struct answer *a, uint32_t hole)
{
    uint32_t node = a->match->holes[hole];
    str text = node ? text_of(a->rw, node) : S("");
    return is_primary(a->rw, node) ? text
                                   : arena_printf(a->rw->arena, "(%.*s)", STR_ARG(text));
}

static size_t blanks_at(str text, size_t at)
{
    size_t count = 0;
    while (at + count < text.len && (text.ptr[at + count] == ' ' || text.ptr[at + count] == '\t'))
        count++;
    return count;
}

/* The statements as they are written, each line with four blanks for a level, behind `column` blanks but the first. */
static str steps_text(const struct answer *a, uint32_t hole, size_t column)
{
    const struct py_tree *t = a->rw->tree;
    const char *margin = arena_cstr(a->rw->arena, arena_printf(a->rw->arena, "%*s", (int) column, ""));
    size_t at = t->nodes[a->match->holes[hole]].start, end = t->nodes[a->match->ends[hole]].end;
    size_t base = layout_indent_at(t->source, at).len, unit = a->rw->layout.indent_unit.len;
    struct buf out = { 0 };
    while (at < end) {
        size_t stop = layout_line_end(t->source, at), blanks = blanks_at(t->source, at);
        bool first = out.len == 0;
        str line = str_trim(str_slice(t->source, at, stop < end ? stop : end));
        size_t deeper = first || blanks <= base ? 0 : (blanks - base) / unit;
        if (!first)
            buf_byte(&out, '\n');
        if (line.len)
            buf_printf(&out, "%s%*s%.*s", first ? "" : margin, (int) (4 * deeper), "", STR_ARG(line));
        at = stop;
    }
    str text = arena_str(a->rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* What stands for this identifier of the answer; itself when it is nobody's. */
static str word_text(const struct answer *a, str word, size_t column)
{
    uint32_t hole = idiom_hole(a->idiom, word);
    if (hole != UINT32_MAX)
        return a->match->ends[hole] ? steps_text(a, hole, column) : hole_text(a, hole);
    for (size_t i = 0; i < a->idiom->fresh_count; i++)
        if (str_equal(word, a->idiom->fresh[i].hole))
            return a->fresh[i];
    for (size_t i = 0; i < a->idiom->import_count; i++)
        if (str_equal(word, a->idiom->imported[i]))
            return a->names[i];
    return word;
}

static str filled_in(const struct answer *a, str text)
{
    struct buf out = { 0 };
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && is_word(text.ptr[end]))
            end++;
        if (end == at)
            buf_byte(&out, text.ptr[at++]);
        else
            buf_append(&out, word_text(a, str_slice(text, at, end), at - layout_line_start(text, at)));
        at = end > at ? end : at;
    }
    str result = arena_str(a->rw->arena, buf_str(&out));
    buf_free(&out);
    return result;
}

/* ---- what is tested first ------------------------------------------------------------- */

/* It is one of the tests already. */
static bool is_tested(str tests, str test)
{
    for (size_t at = 0; at + test.len <= tests.len; at++) {
        str behind = str_slice(tests, at + test.len, tests.len);
        bool starts = at == 0 || str_ends(str_slice(tests, 0, at), S(" and "));
        if (starts && str_starts(str_slice(tests, at, tests.len), test) &&
            (!behind.len || str_starts(behind, S(" and ")) || str_starts(behind, S("\n"))))
            return true;
    }
    return false;
}

static void append_test(struct buf *tests, size_t *line, str test)
{
    if (is_tested(buf_str(tests), test))
        return;
    bool wrap = buf_str(tests).len - *line + test.len > LINE_LENGTH;
    if (buf_str(tests).len) {
        if (wrap)
            *line = buf_str(tests).len;
        buf_append(tests, wrap ? S("\n        and ") : S(" and "));
    }
    buf_append(tests, test);
}

/* "type(xs) is list" of the test that also scans xs: then asking for its length runs no code of the user's. */
static void append_types(const struct answer *a, struct buf *tests, size_t *line)
{
    for (size_t i = 0; i < a->idiom->condition_count; i++) {
        struct idiom_claim claim;
        if (idiom_condition(a->match, &a->idiom->conditions[i], a->rw->facts, a->rw->arena, &claim) != IDIOM_NEEDS_TEST ||
            !claim.scans)
            continue;
        size_t head = str_find(claim.test, S(" and "));
        append_test(tests, line, str_starts(claim.test, S("type(")) && head < claim.test.len ? str_slice(claim.test, 0, head) : claim.test);
    }
}

/* The tests of conditions that are not proved: those that scan a container, or the others. */
static void append_claims(const struct answer *a, bool scans, struct buf *tests, size_t *line)
{
    for (size_t i = 0; i < a->idiom->condition_count; i++) {
        struct idiom_claim claim;
        if (idiom_condition(a->match, &a->idiom->conditions[i], a->rw->facts, a->rw->arena,
                            &claim) == IDIOM_NEEDS_TEST && claim.scans == scans) {
            size_t head = str_find(claim.test, S(" and "));
            bool told = head < claim.test.len && is_tested(buf_str(tests), str_slice(claim.test, 0, head));
            append_test(tests, line, told ? str_slice(claim.test, head + 5, claim.test.len) : claim.test);
        }
    }
}

/* A name that is assumed to be a length may be 2.0, which equals one. */
static bool type_is_tested(const struct answer *a, size_t length)
{
    const struct idiom_length *l = &a->match->lengths[length];

    for (size_t i = 0; i < length; i++)
        if (a->match->lengths[i].assumed &&
            str_equal(text_of(a->rw, a->match->lengths[i].name), text_of(a->rw, l->name)))
            return false;
    return l->assumed && !py_type_within(py_type_of(a->rw->facts, l->name), PY_T_INT);
}

/* Assumed ones come behind the types: only then is it known what len() runs. */
static void append_lengths(const struct answer *a, bool assumed, struct buf *tests, size_t *line)
{
    for (size_t i = 0; i < a->match->length_count; i++) {
        const struct idiom_length *l = &a->match->lengths[i];
        str name = text_of(a->rw, l->name);

        if (l->assumed != assumed)
            continue;
        if (type_is_tested(a, i))
            append_test(tests, line, arena_printf(a->rw->arena, "type(%.*s) is int", STR_ARG(name)));
        append_test(tests, line,
                    arena_printf(a->rw->arena, "%.*s == len(%.*s%s)", STR_ARG(name),
                                 STR_ARG(text_of(a->rw, l->measured)), l->of_item ? "[0]" : ""));
    }
}

/* "type(k) is int and …", "" when everything is proved. What costs most comes last. */
static str tests_of(const struct answer *a)
{
    struct buf tests = { 0 };
    size_t line = 0;
    append_claims(a, false, &tests, &line);
    if (a->idiom->size_count || a->match->length_count)
        append_types(a, &tests, &line);
    for (size_t i = 0; i < a->idiom->size_count; i++)
        append_test(&tests, &line, filled_in(a, a->idiom->sizes[i]));
    append_lengths(a, false, &tests, &line);
    append_claims(a, true, &tests, &line);
    append_lengths(a, true, &tests, &line);
    for (size_t i = 0; i < a->idiom->test_count; i++)
        append_test(&tests, &line, filled_in(a, a->idiom->tests[i]));
    str text = arena_str(a->rw->arena, buf_str(&tests));
    buf_free(&tests);
    return text;
}

/* ---- legal ---------------------------------------------------------------------------- */

/* A name of the answer that means a builtin means something else here. */
static bool shadows_word(const struct answer *a, str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && is_word(text.ptr[end]))
            end++;
        str word = str_slice(text, at, end);
        bool attribute = at > 0 && text.ptr[at - 1] == '.';
        const char *names[] = { arena_cstr(a->rw->arena, word), NULL };
        if (word.len && !attribute && !isdigit((unsigned char) word.ptr[0]) &&
            str_equal(word_text(a, word, 0), word)) {
            bool imported = false;
            for (size_t i = 0; i < a->idiom->import_count; i++)
                imported = imported || str_equal(a->idiom->imported[i], word);
            if (!imported && shadows_builtin(a->rw, a->match->first, names))
                return true;
        }
        at = end > at ? end : at + 1;
    }
    return false;
}

static bool shadows_something(const struct answer *a)
{
    static const char *const tests[] = { "type", "int", "str", "float", "dict", "list", "map",
                                         "all",  "any", "len", NULL };
    bool shadows = shadows_word(a, a->idiom->answer) ||
                   shadows_builtin(a->rw, a->match->first, tests);
    for (size_t i = 0; i < a->idiom->size_count; i++)
        shadows = shadows || shadows_word(a, a->idiom->sizes[i]);
    for (size_t i = 0; i < a->idiom->test_count; i++)
        shadows = shadows || shadows_word(a, a->idiom->tests[i]);
    return shadows;
}

static bool quotes_one_line(const struct rewriting *rw, const struct idiom_match *match)
{
    for (size_t i = 0; i < match->idiom->hole_count; i++)
        if (match->holes[i] && !match->ends[i] && !on_one_line(rw, match->holes[i]))
            return false;
    for (uint32_t n = match->first; n < rw->tree->nodes[match->last].extent; n++) {
        enum py_kind kind = (enum py_kind) rw->tree->nodes[n].kind;
        if ((kind == PY_Constant || kind == PY_JoinedStr) && !on_one_line(rw, n))
            return false;
    }
    return true;
}

/* Steps are written again with their lines one level for one: each line is one statement's, indented by whole levels. */
static bool steps_can_move(const struct rewriting *rw, const struct idiom_match *match)
{
    const struct py_tree *t = rw->tree;
    for (size_t i = 0; i < match->idiom->hole_count; i++) {
        uint32_t first = match->ends[i] ? match->holes[i] : 0, end = first ? t->nodes[match->ends[i]].extent : 0;
        if (first && !starts_line(rw, first))
            return false;
        for (uint32_t n = first; n < end; n++)
            if (py_is_statement((enum py_kind) t->nodes[n].kind) && !py_child(t, n, PY_F_body) &&
                (!starts_line(rw, n) || !on_one_line(rw, n)))
                return false;
    }
    return true;
}

static bool tested_names_bound(const struct rewriting *rw, const struct idiom_match *match)
{
    uint32_t statement = py_statement_of(rw->tree, match->first);
    for (size_t i = 0; i < match->length_count; i++)
        if (!surely_bound(rw, match->lengths[i].name, statement))
            return false;
    for (size_t i = 0; match->idiom->is_expression && i < match->idiom->hole_count; i++) {
        uint32_t node = match->holes[i];
        bool own = node && py_binding(rw->module, node) != UINT32_MAX && py_is_own_variable(rw->module, py_binding(rw->module, node));
        if (node && rw->tree->nodes[node].kind == PY_Name && rw->tree->nodes[node].op == PY_LOAD && own &&
            !surely_bound(rw, node, statement))
            return false;
    }
    for (size_t i = 0; i < match->idiom->condition_count; i++) {
        struct idiom_claim claim;
        bool tested = idiom_condition(match, &match->idiom->conditions[i], rw->facts, rw->arena, &claim) ==
                      IDIOM_NEEDS_TEST;
        bool read_early = tested || (claim.word && !strcmp(claim.word, "fixed"));
        if (read_early && rw->tree->nodes[claim.node].kind == PY_Name &&
            !surely_bound(rw, claim.node, statement))
            return false;
    }
    return true;
}

static bool same_words(str a, str b)
{
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a.len && isspace((unsigned char) a.ptr[i]))
            i++;
        while (j < b.len && isspace((unsigned char) b.ptr[j]))
            j++;
        if (i >= a.len || j >= b.len)
            return i >= a.len && j >= b.len;
        if (a.ptr[i] != b.ptr[j])
            return false;
    }
}

/* The test looks at the exact type of something that fills a hole. */
static bool tests_a_type(const struct answer *a, str test)
{
    for (size_t i = 0; i < a->idiom->hole_count; i++) {
        uint32_t node = a->match->holes[i];
        str asked = node ? arena_printf(a->rw->arena, "type(%.*s)", STR_ARG(text_of(a->rw, node))) : S("");
        if (node && str_find(test, asked) < test.len)
            return true;
    }
    return false;
}

/* It stands behind the `else` of such tests: an earlier rewriting put it there, or the types are not
 * the right ones anyway. */
static bool is_fallback(const struct answer *a)
{
    const struct py_tree *t = a->rw->tree;
    const struct py_node *first = &t->nodes[a->match->first];
    enum py_kind around = (enum py_kind) t->nodes[first->parent].kind;
    str test = text_of(a->rw, py_child(t, first->parent, PY_F_test));
    return first->field == PY_F_orelse && (around == PY_If || around == PY_IfExp) &&
           (tests_a_type(a, test) || same_words(test, tests_of(a)));
}

/* A function that does by hand what one of the library does is often called the same: then that one is
 * imported under the name of its module as well. */
static str name_of_import(const struct answer *a, str module, str name)
{
    str longer = arena_printf(a->rw->arena, "%.*s_%.*s", STR_ARG(module), STR_ARG(name));
    if (can_import(a->rw, a->match->first, module, name))
        return name;
    return can_import(a->rw, a->match->first, module, longer) ? longer : S("");
}

static void name_all(struct answer *a)
{
    for (size_t i = 0; i < a->idiom->import_count; i++)
        a->names[i] = name_of_import(a, a->idiom->modules[i], a->idiom->imported[i]);

    uint32_t def = py_function_of(a->rw->tree, a->match->first);
    for (size_t i = 0; i < a->idiom->fresh_count; i++)
        a->fresh[i] = fresh_local(a->rw, def, a->idiom->fresh[i].word);
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    struct answer a = { .rw = rw, .idiom = f->idiom->idiom, .match = f->idiom };
    name_all(&a);
    if (in_class_body(rw, f->node))
        return refuse(ret_why, "names mean something else in a class body than in a comprehension there");
    if (!a.idiom->is_expression && !starts_line(rw, f->node))
        return refuse(ret_why, "there is no room for statements in its place");
    if (is_fallback(&a))
        return refuse(ret_why, "this is already the fallback of the same rewriting");
    if (!steps_can_move(rw, f->idiom))
        return refuse(ret_why, "a statement that stays is written over several lines, or shares one");
    if (!quotes_one_line(rw, f->idiom))
        return refuse(ret_why, "an expression or a string is written over several lines");
    if (!tested_names_bound(rw, f->idiom))
        return refuse(ret_why, "a name that has to be read first may have no value yet");
    if (shadows_something(&a))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    for (size_t i = 0; i < a.idiom->import_count; i++)
        if (!a.names[i].len)
            return refuse(ret_why, "a name that has to be imported means something else here");
    return true;
}

/* ---- rewrite -------------------------------------------------------------------------- */

/* The text there is written again with the steps. */
static bool stands_in_steps(const struct answer *a, uint32_t byte)
{
    for (size_t i = 0; i < a->idiom->hole_count; i++)
        if (a->match->ends[i] && a->rw->tree->nodes[a->match->holes[i]].start <= byte &&
            byte < a->rw->tree->nodes[a->match->ends[i]].end)
            return true;
    return false;
}

/* Comments between the statements, one per line, so that none is lost. */
static void append_comments(const struct answer *a, struct buf *out)
{
    const struct py_tree *t = a->rw->tree;
    uint32_t end = t->nodes[a->match->last].end;
    for (uint32_t at = t->nodes[a->match->first].start; at < end;) {
        uint32_t stop = (uint32_t) layout_line_end(t->source, at);
        for (uint32_t c = at; c < stop && c < end; c++) {
            bool quoted = stands_in_steps(a, c);
            for (uint32_t n = a->match->first; n < t->nodes[a->match->last].extent; n++)
                quoted = quoted || ((t->nodes[n].kind == PY_Constant || t->nodes[n].kind == PY_JoinedStr) &&
                                    t->nodes[n].start <= c && c < t->nodes[n].end);
            if (quoted || t->source.ptr[c] != '#')
                continue;
            buf_append(out, str_trim(str_slice(t->source, c, stop)));
            buf_byte(out, '\n');
            break;
        }
        at = stop;
    }
}

static str indented(struct arena *arena, str lines)
{
    struct buf out = { 0 };
    for (size_t at = 0; at < lines.len;) {
        size_t end = layout_line_end(lines, at);
        if (lines.ptr[at] != '\n')
            buf_append(&out, S("    "));
        buf_append(&out, str_slice(lines, at, end));
        at = end;
    }
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void rewrite_expression(struct answer *a, struct candidate *c, str tests)
{
    const struct py_node *node = &a->rw->tree->nodes[a->match->first];
    str answer = str_trim(filled_in(a, a->idiom->answer));
    str original = text_of(a->rw, a->match->first);
    bool atom = node->flags & PY_FLAG_PARENTHESIZED;
    str text = !tests.len ? arena_printf(a->rw->arena, atom ? "%.*s" : "(%.*s)", STR_ARG(answer))
                          : arena_printf(a->rw->arena, "(%.*s if %.*s else %.*s)", STR_ARG(answer),
                                         STR_ARG(tests), STR_ARG(original));
    add_edit(a->rw, c, node->start, node->end, text);
}

static void replace_statements(struct answer *a, struct candidate *c)
{
    const struct py_tree *t = a->rw->tree;
    uint32_t start = t->nodes[a->match->first].start, end = t->nodes[a->match->last].end;
    struct buf lines = { 0 };
    append_comments(a, &lines);
    buf_append(&lines, filled_in(a, a->idiom->answer));
    str text = in_layout(a->rw, layout_indent_at(t->source, start),
                         arena_str(a->rw->arena, buf_str(&lines)));
    buf_free(&lines);
    uint32_t line = (uint32_t) layout_line_start(t->source, start);
    add_edit(a->rw, c, line, end, str_slice(text, 0, text.len - a->rw->layout.newline.len));
}

static void guard_statements(struct answer *a, struct candidate *c, str tests)
{
    const struct py_tree *t = a->rw->tree;
    bool several = str_find(tests, S("\n")) < tests.len;
    str body = indented(a->rw->arena, filled_in(a, a->idiom->answer));
    insert_before(a->rw, c, a->match->first,
                  arena_printf(a->rw->arena, several ? "if (%.*s):\n%.*selse:\n" : "if %.*s:\n%.*selse:\n",
                               STR_ARG(tests), STR_ARG(body)));
    for (uint32_t s = a->match->first;; s = py_next_in(t, t->nodes[s].parent, s)) {
        indent_lines(a->rw, c, s);
        if (s == a->match->last)
            break;
    }
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct answer a = { .rw = rw, .idiom = f->idiom->idiom, .match = f->idiom };
    name_all(&a);
    str tests = tests_of(&a);
    for (size_t i = 0; i < a.idiom->import_count; i++)
        use_import(rw, c, a.idiom->modules[i],
                   str_equal(a.names[i], a.idiom->imported[i])
                       ? a.names[i]
                       : arena_printf(rw->arena, "%.*s as %.*s", STR_ARG(a.idiom->imported[i]),
                                      STR_ARG(a.names[i])));
    if (a.idiom->is_expression)
        rewrite_expression(&a, c, tests);
    else if (tests.len)
        guard_statements(&a, c, tests);
    else
        replace_statements(&a, c);
    for (uint32_t i = 0; i < f->conditions.count; i++)
        if (!f->conditions.items[i].holds)
            *VEC_PUSH(rw->arena, &c->conditions) = f->conditions.items[i];
}

const struct transform transform_idiom = {
    .summary = "an idiom of the catalogue",
    .legal = legal,
    .rewrite = rewrite,
};
