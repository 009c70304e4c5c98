/*
 * regex.c — constant patterns compiled once, when the module is imported.
 *
 *     import re                              import re
 *
 *     def parse(line):                       _PARSE_PATTERN = re.compile(r"(\d+)", re.I)
 *         return re.match(r"(\d+)",
 *                         line, re.I)        def parse(line):
 *                                                return _PARSE_PATTERN.match(line)
 *
 * The function re.f(pattern, *subjects, flags) does nothing but compile(pattern,
 * flags).f(*subjects) (Library Reference, re; Lib/re/__init__.py), and the arguments left over
 * keep their order and their names. The detector has shown that `re` is the library, that the
 * pattern compiles silently and that the arguments fit. What is needed here:
 *  - `import re` stands at the top level before the first definition, so that the pattern is
 *    there whenever a function can run.
 *  - Between pattern, subjects and flags there is nothing but a comma and blanks: comments and
 *    parentheses of the user's are never cut.
 * Each pattern has one name in the whole module, whichever candidates are chosen in the end:
 * names are given in the order of the findings, and equal patterns with equal flags share one.
 */
#include "transform_internal.h"

struct call {
    uint32_t node, function; /* the Call, and its func */
    uint32_t pattern, next;  /* the first two arguments */
    uint32_t flags;          /* the argument or the keyword, 0 when there is none */
    uint32_t before_flags;
};

static struct call read_call(const struct rewriting *rw, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    struct call c = { .node = node, .function = py_child(t, node, PY_F_func) };
    bool is_split = str_equal(py_name(t, c.function), S("split"));
    bool is_sub = str_starts(py_name(t, c.function), S("sub"));
    uint32_t place = is_sub ? 4 : is_split ? 3 : 2, index = 0, last = 0;
    c.pattern = py_child(t, node, PY_F_args);
    c.next = py_next_in(t, node, c.pattern);
    for (uint32_t a = c.pattern; a; a = py_next(t, node, a), index++) {
        bool named = t->nodes[a].kind == PY_keyword;
        if (named ? str_equal(py_name(t, a), S("flags")) : index == place) {
            c.flags = a;
            c.before_flags = last;
        }
        last = a;
    }
    return c;
}

static str flags_text(const struct rewriting *rw, const struct call *c)
{
    uint32_t value = c->flags;
    if (value && rw->tree->nodes[value].kind == PY_keyword)
        value = py_child(rw->tree, value, PY_F_value);
    bool none = !value || rw->tree->nodes[value].kind == PY_Constant;
    return none ? S("") : text_of(rw, value);
}

/* ---- shape --------------------------------------------------------------------------- */

/* One comma and blanks. */
static bool is_plain_gap(const struct rewriting *rw, uint32_t left, uint32_t right)
{
    str gap =
        str_slice(rw->tree->source, rw->tree->nodes[left].end, rw->tree->nodes[right].start);
    uint32_t commas = 0;
    for (size_t i = 0; i < gap.len; i++) {
        commas += gap.ptr[i] == ',';
        if (!strchr(", \t\r\n", gap.ptr[i]))
            return false;
    }
    return commas == 1;
}

/* A literal on one line, or one literal between triple quotes. */
static bool is_movable_literal(const struct rewriting *rw, uint32_t node)
{
    str text = text_of(rw, node);
    while (text.len && text.ptr[0] != '"' && text.ptr[0] != '\'')
        text = str_slice(text, 1, text.len);
    str quotes = str_slice(text, 0, 3), body = str_slice(text, 3, text.len);
    bool triple = str_equal(quotes, S("\"\"\"")) || str_equal(quotes, S("'''"));
    return on_one_line(rw, node) || (triple && str_find(body, quotes) + 3 == body.len);
}

static bool is_separable(const struct rewriting *rw, const struct call *c)
{
    return is_plain_gap(rw, c->pattern, c->next) && on_one_line(rw, c->function) &&
           (!c->flags ||
            (is_plain_gap(rw, c->before_flags, c->flags) && on_one_line(rw, c->flags)));
}

static bool is_import(const struct rewriting *rw, uint32_t statement)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[statement].kind;
    return kind == PY_Import || kind == PY_ImportFrom;
}

static bool imports_re(const struct rewriting *rw, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t a = py_first(t, statement); a; a = py_next(t, statement, a))
        if (t->nodes[statement].kind == PY_Import && str_equal(py_name(t, a), S("re")))
            return true;
    return false;
}

/* Assignments and imports: nothing that a call could run later. */
static bool defines_no_code(const struct rewriting *rw, uint32_t statement)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[statement].kind;
    for (uint32_t n = statement; n < rw->tree->nodes[statement].extent; n++)
        if (rw->tree->nodes[n].kind == PY_Lambda || rw->tree->nodes[n].kind == PY_GeneratorExp)
            return false;
    return is_import(rw, statement) || kind == PY_Expr || kind == PY_Assign ||
           kind == PY_AnnAssign;
}

/* Behind the imports among which `import re` stands; 0 when code comes before them. */
static uint32_t place_of_patterns(const struct rewriting *rw)
{
    const struct py_tree *t = rw->tree;
    uint32_t s = py_first(t, 0), last = 0;
    while (s && !imports_re(rw, s) && defines_no_code(rw, s))
        s = py_next(t, 0, s);
    for (; s && is_import(rw, s) && (last || imports_re(rw, s)); s = py_next(t, 0, s))
        last = s;
    return last ? (uint32_t) layout_line_end(t->source, t->nodes[last].end) : 0;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    uint32_t place = place_of_patterns(rw);
    if (!place || rw->tree->nodes[f->node].start < place)
        return refuse(ret_why, "re is imported below other code, which might run before it");
    for (uint32_t i = 0; i < f->sites.count; i++) {
        struct call c = read_call(rw, f->sites.items[i]);
        if (!is_separable(rw, &c) || !is_movable_literal(rw, c.pattern))
            return refuse(ret_why,
                          "a comment or parentheses stand between the arguments of a call");
    }
    return true;
}

/* ---- names --------------------------------------------------------------------------- */

struct compiled {
    str pattern, flags; /* as written */
    str name;
};
typedef VEC(struct compiled) compiled_vec;

/* "date" in `date = re.search(...)`, unless the name says nothing or is the subject itself. */
static str assigned_name(const struct rewriting *rw, const struct call *c)
{
    static const str plain[] = { S_INIT("match"), S_INIT("found"), S_INIT("result"),
                                 S_INIT("text"),  S_INIT("line"),  S_INIT("tmp"),
                                 S_INIT("res"),   S_INIT("out") };
    const struct py_tree *t = rw->tree;
    uint32_t parent = t->nodes[c->node].parent, target = py_child(t, parent, PY_F_targets);
    str name = py_name(t, target);
    if (t->nodes[parent].kind != PY_Assign || t->nodes[target].kind != PY_Name || name.len < 3)
        return S("");
    for (size_t i = 0; i < ARRAY_LEN(plain); i++)
        if (str_equal(name, plain[i]))
            return S("");
    for (uint32_t n = c->node; n < t->nodes[c->node].extent; n++)
        if (is_name(rw, n, t->nodes[target].name))
            return S("");
    return name;
}

static str context_name(const struct rewriting *rw, const struct call *c)
{
    str name = assigned_name(rw, c);
    uint32_t def = py_function_of(rw->tree, c->node);
    if (!name.len && def)
        name = py_name(rw->tree, def);
    while (str_starts(name, S("_")))
        name = str_slice(name, 1, name.len);
    while (str_ends(name, S("_")))
        name = str_slice(name, 0, name.len - 1);
    return name;
}

static bool is_taken(const compiled_vec *all, str name)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].name, name))
            return true;
    return false;
}

/* _DATE_PATTERN, _DATE_PATTERN_2 … */
static str pattern_name_for(const struct rewriting *rw, const compiled_vec *all,
                            const struct call *c)
{
    str context = context_name(rw, c);
    char *base = arena_cstr(rw->arena, arena_printf(rw->arena, "_%.*s%sPATTERN",
                                                    STR_ARG(context), context.len ? "_" : ""));
    for (char *p = base; *p; p++)
        *p = *p >= 'a' && *p <= 'z' ? (char) (*p - 'a' + 'A') : *p;
    str name = fresh_name(rw, str_from(base));
    for (unsigned suffix = 2; is_taken(all, name); suffix++)
        name = fresh_name(rw, arena_printf(rw->arena, "%s_%u", base, suffix));
    return name;
}

static str name_of(const compiled_vec *all, str pattern, str flags)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].pattern, pattern) && str_equal(all->items[i].flags, flags))
            return all->items[i].name;
    return S("");
}

/* The names of all patterns of the module. */
static compiled_vec name_patterns(struct rewriting *rw)
{
    compiled_vec all = { 0 };
    for (uint32_t i = 0; i < rw->job->findings.opportunities.count; i++) {
        const struct finding *f = &rw->job->findings.opportunities.items[i];
        if (f->pattern != PATTERN_regex_precompile)
            continue;
        for (uint32_t s = 0; s < f->sites.count; s++) {
            struct call c = read_call(rw, f->sites.items[s]);
            str pattern = text_of(rw, c.pattern), flags = flags_text(rw, &c);
            if (name_of(&all, pattern, flags).len)
                continue;
            str name = pattern_name_for(rw, &all, &c);
            *VEC_PUSH(rw->arena, &all) = (struct compiled){ pattern, flags, name };
        }
    }
    return all;
}

/* ---- edits --------------------------------------------------------------------------- */

/* A blank line separates the patterns from the imports in a file that has blank lines
 * there. */
static void insert_separator(struct rewriting *rw, struct candidate *c, uint32_t place)
{
    str source = rw->tree->source;
    bool spaced =
        place < source.len && (source.ptr[place] == '\n' || source.ptr[place] == '\r');
    if (spaced)
        add_edit(rw, c, place, place, rw->layout.newline);
}

static void insert_pattern(struct rewriting *rw, struct candidate *c, uint32_t place,
                           str module, const struct compiled *compiled)
{
    str newline = rw->layout.newline;
    add_edit(rw, c, place, place,
             arena_printf(rw->arena, "%.*s = %.*s.compile(%.*s%s%.*s)%.*s",
                          STR_ARG(compiled->name), STR_ARG(module), STR_ARG(compiled->pattern),
                          compiled->flags.len ? ", " : "", STR_ARG(compiled->flags),
                          STR_ARG(newline)));
}

static void rewrite_call(struct rewriting *rw, struct candidate *out, const struct call *c,
                         str name)
{
    const struct py_node *nodes = rw->tree->nodes;
    add_edit(rw, out, nodes[c->function].start, nodes[c->function].end,
             arena_printf(rw->arena, "%.*s.%.*s", STR_ARG(name),
                          STR_ARG(py_name(rw->tree, c->function))));
    add_edit(rw, out, nodes[c->pattern].start, nodes[c->next].start, S(""));
    if (c->flags)
        add_edit(rw, out, nodes[c->before_flags].end, nodes[c->flags].end, S(""));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *out)
{
    compiled_vec all = name_patterns(rw);
    uint32_t place = place_of_patterns(rw);
    VEC(str) inserted = { 0 };
    insert_separator(rw, out, place);
    for (uint32_t i = 0; i < f->sites.count; i++) {
        struct call c = read_call(rw, f->sites.items[i]);
        struct compiled compiled = { text_of(rw, c.pattern), flags_text(rw, &c), S("") };
        compiled.name = name_of(&all, compiled.pattern, compiled.flags);
        rewrite_call(rw, out, &c, compiled.name);
        uint32_t seen = 0;
        while (seen < inserted.count && !str_equal(inserted.items[seen], compiled.name))
            seen++;
        if (seen < inserted.count)
            continue;
        *VEC_PUSH(rw->arena, &inserted) = compiled.name;
        insert_pattern(rw, out, place, text_of(rw, py_child(rw->tree, c.function, PY_F_value)),
                       &compiled);
    }
}

const struct transform transform_regex = {
    .summary =
        "compiles constant regular expressions once instead of looking them up for every item",
    .legal = legal,
    .rewrite = rewrite,
};
