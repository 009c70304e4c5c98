/*
 * conditions.c — the words that an idiom may say about its holes.
 *
 * A word is a row: what proves it statically and, when a test at run time can stand in for the
 * proof, the expression of that test: {} is the hole, [] the other hole that the word speaks of.
 * A word without a test that is not proved means that the idiom does not apply.
 */
#include "hasten/idiom.h"


#define PLAIN (PY_T_INT | PY_T_STR)

struct place {
    struct py_facts *facts;
    const struct py_module *module;
    const struct idiom_match *match;
    uint32_t node;              /* what the hole holds */
    uint32_t other;             /* of a word about two holes: what the second holds */
    const struct py_loop *loop; /* the first loop of the region, NULL when there is none */
};

static bool has_type(const struct place *p, py_types is, py_types item)
{
    struct py_type type = py_type_of(p->facts, p->node);

    return py_type_within(type, is) && (!item || (type.item && !(type.item & ~item)));
}

static bool is_int(const struct place *p) { return has_type(p, PY_T_INT, 0); }
static bool is_number(const struct place *p) { return has_type(p, PY_T_INT | PY_T_FLOAT, 0); }
static bool is_str(const struct place *p) { return has_type(p, PY_T_STR, 0); }
static bool is_plain(const struct place *p) { return has_type(p, PLAIN, 0); }
static bool is_list(const struct place *p) { return has_type(p, PY_T_LIST, 0); }
static bool is_dict(const struct place *p) { return has_type(p, PY_T_DICT, 0); }
static bool is_ints(const struct place *p) { return has_type(p, PY_T_LIST, PY_T_INT); }
static bool is_strs(const struct place *p) { return has_type(p, PY_T_LIST, PY_T_STR); }
static bool is_plains(const struct place *p)
{
    return has_type(p, PY_T_LIST, PY_T_INT) || has_type(p, PY_T_LIST, PY_T_STR);
}

/* A list of plain items, or a text: Counter counts them as a loop does. */
static bool is_countable(const struct place *p)
{
    return is_plains(p) || is_str(p);
}

static bool is_list_or_str(const struct place *p) { return has_type(p, PY_T_LIST | PY_T_STR, 0); }

/* What it held when something raised in the loop is not seen: nothing catches it in the function. */
static bool is_uncaught(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);

    for (uint32_t n = p->node; n; n = t->nodes[n].parent) {
        if (t->nodes[n].kind == PY_Try || t->nodes[n].kind == PY_TryStar || t->nodes[n].kind == PY_With ||
            t->nodes[n].kind == PY_AsyncWith)
            return false;
        if (t->nodes[n].kind == PY_FunctionDef || t->nodes[n].kind == PY_AsyncFunctionDef)
            return true;
    }
    return false;
}

static bool is_name(const struct place *p)
{
    return py_tree(p->module)->nodes[p->node].kind == PY_Name;
}

/* Evaluating it once more, once less or earlier shows nowhere and costs nothing. */
static bool is_simple(const struct place *p)
{
    return is_name(p) || py_tree(p->module)->nodes[p->node].kind == PY_Constant;
}

static bool is_constant(const struct place *p)
{
    return py_tree(p->module)->nodes[p->node].kind == PY_Constant;
}

/* A constant that is a position from the front. */
static bool is_index(const struct place *p)
{
    int64_t value;

    return py_int_value(py_tree(p->module), p->node, &value) && value >= 0;
}

/* A constant that is a text: a key of a dict. */
static bool is_key(const struct place *p)
{
    return is_constant(p) && py_tree(p->module)->nodes[p->node].op == PY_CONST_STR;
}

/* A name that only this function's own code sees, by that name. */
static bool is_local(const struct place *p)
{
    uint32_t symbol = is_name(p) ? py_binding(p->module, p->node) : UINT32_MAX;

    return symbol != UINT32_MAX && symbol == py_scopes(p->module)->symbol_of[p->node] &&
           py_is_own_variable(p->module, symbol);
}

/* A variable of the function: at most comprehensions of the region see it as well. */
static bool is_inner(const struct place *p)
{
    const struct py_scopes *scopes = py_scopes(p->module);
    uint32_t symbol = is_name(p) ? py_binding(p->module, p->node) : UINT32_MAX;

    uint32_t def = py_function_of(py_tree(p->module), p->match->first);

    return symbol != UINT32_MAX && def && scopes->scopes[scopes->symbols[symbol].scope].node == def;
}

/* Nobody asks for its value after the region. */
static bool is_dead(const struct place *p)
{
    uint32_t name = py_tree(p->module)->nodes[p->node].name;

    return is_local(p) && p->loop && !py_name_in(&p->loop->live_out, name);
}

/*
 * The shape is all the code there is: it runs nothing of the user's once the conditions hold, so only an
 * assignment in it can change what the name means.
 */
static bool is_fixed(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);

    for (uint32_t n = p->match->first; is_name(p) && n < t->nodes[p->match->last].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].op != PY_LOAD &&
            t->nodes[n].name == t->nodes[p->node].name)
            return false;
    return is_simple(p);
}

/* A list of both int and str has no order. */
static bool is_ordered(const struct place *p)
{
    return is_ints(p) || is_strs(p);
}

static bool is_matrix(const struct place *p)
{
    struct py_type type = py_type_of(p->facts, p->node);

    return py_type_within(type, PY_T_LIST) && type.item == PY_T_LIST && type.item2 == PY_T_INT;
}

static bool is_rows(const struct place *p) { return has_type(p, PY_T_LIST, PY_T_LIST); }

/* The use does not hand the object on: nothing else can come to name it. */
static bool keeps_to_itself(const struct py_module *module, uint32_t use)
{
    const struct py_tree *t = py_tree(module);
    const struct py_node *parent = &t->nodes[t->nodes[use].parent];

    switch (parent->kind) {
    case PY_Attribute: case PY_Compare: case PY_Return: case PY_While: case PY_If:
        return true;
    case PY_Subscript:
        return t->nodes[use].field == PY_F_value;
    case PY_For:
        return t->nodes[use].field == PY_F_iter;
    case PY_Call:
        return t->nodes[use].field == PY_F_args &&
               (py_is_builtin(module, py_child(t, t->nodes[use].parent, PY_F_func), S("len")) ||
                py_is_builtin(module, py_child(t, t->nodes[use].parent, PY_F_func), S("print")));
    default:
        return false;
    }
}

/* `name = []`, or another display or comprehension: a new object. */
static bool binds_new(const struct py_tree *t, uint32_t store)
{
    uint32_t statement = t->nodes[store].parent;
    uint32_t value = py_child(t, statement, PY_F_value);

    return t->nodes[statement].kind == PY_Assign && py_count_in(t, statement, PY_F_targets) == 1 &&
           (t->nodes[value].kind == PY_List || t->nodes[value].kind == PY_ListComp);
}

/* A list that is made here and never handed on is no other name's object. */
static bool is_apart(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);
    uint32_t symbol = is_local(p) ? py_binding(p->module, p->node) : UINT32_MAX;

    if (symbol == UINT32_MAX || !p->other || idiom_same_expression(p->module, p->node, p->other) ||
        (py_scopes(p->module)->symbols[symbol].flags & PY_SYM_PARAMETER))
        return false;
    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].name == t->nodes[p->node].name &&
            py_binding(p->module, n) == symbol &&
            !(t->nodes[n].op == PY_LOAD ? keeps_to_itself(p->module, n) : binds_new(t, n)))
            return false;
    return true;
}

/* `name = {}` or `name = dict()` */
static bool binds_new_dict(const struct py_module *module, uint32_t store)
{
    const struct py_tree *t = py_tree(module);
    uint32_t statement = t->nodes[store].parent;
    uint32_t value = py_child(t, statement, PY_F_value);

    return t->nodes[statement].kind == PY_Assign && py_count_in(t, statement, PY_F_targets) == 1 &&
           ((t->nodes[value].kind == PY_Dict && !py_first(t, value)) ||
            (t->nodes[value].kind == PY_Call && py_is_builtin(module, py_child(t, value, PY_F_func), S("dict")) &&
             !py_child(t, value, PY_F_args) && !py_child(t, value, PY_F_keywords)));
}

/* The outermost loop of the function around the region; 0: none. */
static uint32_t loop_around(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);
    uint32_t loop = 0;

    for (uint32_t n = t->nodes[p->match->first].parent; n; n = t->nodes[n].parent) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;

        if (kind == PY_FunctionDef || kind == PY_AsyncFunctionDef)
            return loop;
        loop = kind == PY_For || kind == PY_AsyncFor || kind == PY_While ? n : loop;
    }
    return loop;
}

/* A new dict that nothing but the region touches until the loops around it are done: nothing else can
 * have come to name what it holds. */
static bool is_filled_here(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);
    uint32_t symbol = is_local(p) ? py_binding(p->module, p->node) : UINT32_MAX, loop = loop_around(p);
    uint32_t bindings = 0;

    if (symbol == UINT32_MAX || !loop || (py_scopes(p->module)->symbols[symbol].flags & PY_SYM_PARAMETER))
        return false;
    for (uint32_t n = 1; n < t->count; n++) {
        bool inside = n >= p->match->first && n < t->nodes[p->match->last].extent;

        if (t->nodes[n].kind != PY_Name || py_binding(p->module, n) != symbol || inside)
            continue;
        if (py_inside(t, n, loop) || (n < loop ? t->nodes[n].op != PY_STORE : t->nodes[n].op != PY_LOAD) ||
            (n < loop && !binds_new_dict(p->module, n)))
            return false;
        bindings += n < loop;
    }
    return bindings == 1;
}

/* The answer evaluates it once, as the shape does; it does not look at the other hole, a variable, which may
 * have changed a little earlier. */
static bool is_once(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);

    for (uint32_t n = p->node; n < t->nodes[p->node].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].name == t->nodes[p->other].name)
            return false;
    return p->other != 0;
}

/* The function that the region is the whole of, a docstring apart, calls itself by this name, and the other hole is
 * its only parameter: nothing else happens in a call. */
static bool is_itself(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);
    uint32_t def = py_function_of(t, p->match->first), first = py_child(t, def, PY_F_body), last = first;

    if (!def || !p->other || py_callee(p->facts, t->nodes[p->node].parent) != def ||
        py_parameter_count(p->facts, def) != 1 || t->nodes[p->other].kind != PY_Name ||
        t->nodes[py_parameter(p->facts, def, 0)].name != t->nodes[p->other].name ||
        py_child(t, py_child(t, def, PY_F_args), PY_F_vararg) || py_child(t, py_child(t, def, PY_F_args), PY_F_kwarg))
        return false;
    for (uint32_t s = first; s; s = py_next_in(t, def, s))
        last = s;
    if (t->nodes[first].kind == PY_Expr && t->nodes[py_child(t, first, PY_F_value)].kind == PY_Constant)
        first = py_next_in(t, def, first);
    return first == p->match->first && last == p->match->last;
}

/* Statements that neither leave the loop by a jump nor assign to what fills another hole. */
static bool is_steps(const struct place *p)
{
    const struct py_tree *t = py_tree(p->module);
    uint32_t last = 0;

    for (size_t h = 0; h < p->match->idiom->hole_count; h++)
        last = p->match->holes[h] == p->node ? p->match->ends[h] : last;
    for (uint32_t n = p->node; last && n < t->nodes[last].extent; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;

        if (kind == PY_Break || kind == PY_Continue || kind == PY_FunctionDef || kind == PY_AsyncFunctionDef ||
            kind == PY_ClassDef || kind == PY_Lambda || kind == PY_Global || kind == PY_Nonlocal || kind == PY_Import ||
            kind == PY_ImportFrom || kind == PY_Try || kind == PY_TryStar || kind == PY_Match || kind == PY_With)
            return false;
        for (size_t h = 0; kind == PY_Name && t->nodes[n].op != PY_LOAD && h < p->match->idiom->hole_count; h++)
            if (p->match->holes[h] && t->nodes[p->match->holes[h]].kind == PY_Name &&
                t->nodes[p->match->holes[h]].name == t->nodes[n].name)
                return false;
    }
    return last != 0;
}

static const struct {
    const char *word;
    bool (*holds)(const struct place *);
    const char *test; /* NULL: no test can stand in */
    const char *why;  /* the hole's text in front of it makes the sentence */
} words[] = {
    { "local", is_local, NULL, "is a local that no other function sees" },
    { "inner", is_inner, NULL, "is a variable of this function" },
    { "dead", is_dead, NULL, "is not read after the loop" },
    { "simple", is_simple, NULL, "is a name or a constant" },
    { "constant", is_constant, NULL, "is a constant" },
    { "index", is_index, NULL, "is a position" },
    { "key", is_key, NULL, "is a text" },
    { "once", is_once, NULL, "is evaluated once and does not look at it" },
    { "filled", is_filled_here, NULL, "is a new dict that nothing else touches meanwhile" },
    { "fixed", is_fixed, NULL, "does not change in the loop" },
    { "int", is_int, "type({}) is int", "is exactly an int" },
    { "number", is_number, "type({}) in (int, float)", "is exactly an int or a float" },
    { "str", is_str, "type({}) is str", "is exactly a str" },
    { "plain", is_plain, "type({}) in (int, str)", "is exactly an int or a str" },
    { "list", is_list, "type({}) is list", "is exactly a list" },
    { "ints", is_ints, "type({}) is list and {int}.issuperset(map(type, {}))",
      "is a list of nothing but int" },
    { "strs", is_strs, "type({}) is list and {str}.issuperset(map(type, {}))",
      "is a list of nothing but str" },
    { "plains", is_plains, "type({}) is list and {int, str}.issuperset(map(type, {}))",
      "is a list of nothing but int and str" },
    { "ordered", is_ordered,
      "type({}) is list and ({int}.issuperset(map(type, {})) or {str}.issuperset(map(type, {})))",
      "is a list of nothing but int, or of nothing but str" },
    { "sortable", is_ordered,
      "type({}) is list and ({str}.issuperset(map(type, {})) or {int, float}.issuperset(map(type, {})) and "
      "not any(x != x for x in {}))",
      "is a list of nothing but str, or of nothing but int and float, without NaN" },
    { "matrix", is_matrix,
      "type({}) is list and all(type(row) is list and {int}.issuperset(map(type, row)) for row in {})",
      "is a list of lists of nothing but int" },
    { "rows", is_rows, "type({}) is list and {list}.issuperset(map(type, {}))",
      "is a list of nothing but lists" },
    { "dict", is_dict, "type({}) is dict", "is exactly a dict" },
    { "countable", is_countable, "(type({}) is str or type({}) is list and {int, str}.issuperset(map(type, {})))",
      "is a str, or a list of nothing but int and str" },
    { "sequence", is_list_or_str, "type({}) in (list, str)", "is exactly a list or a str" },
    { "itself", is_itself, NULL, "is the function itself, and this is all that it does" },
    { "steps", is_steps, NULL, "stays as it is" },
    { "uncaught", is_uncaught, NULL, "is not seen when something raises" },
    { "apart", is_apart, "{} is not []", "is an object of its own" },
};

static str test_text(const struct place *p, const char *form, struct arena *arena)
{
    const struct py_tree *t = py_tree(p->module);
    struct buf out = { 0 };

    for (; *form; form++) {
        bool hole = form[0] == '{' && form[1] == '}', other = form[0] == '[' && form[1] == ']';

        if (hole || other)
            buf_append(&out, py_text(t, hole ? p->node : p->other));
        else
            buf_byte(&out, *form);
        form += hole || other;
    }
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "apart XS" → "apart", and what XS holds */
static str first_word(const struct idiom_match *match, str words_of_line, uint32_t *ret_other)
{
    size_t space = str_find(words_of_line, S(" "));
    uint32_t hole;

    *ret_other = 0;
    if (space >= words_of_line.len)
        return words_of_line;
    hole = idiom_hole(match->idiom, str_slice(words_of_line, space + 1, words_of_line.len));
    *ret_other = hole == UINT32_MAX ? 0 : match->holes[hole];
    return str_slice(words_of_line, 0, space);
}

static const struct py_loop *first_loop(struct py_facts *facts, const struct idiom_match *match)
{
    const struct py_tree *t = py_tree(py_facts_module(facts));

    for (uint32_t n = match->first; n < t->nodes[match->last].extent; n++)
        if (py_loop_at(facts, n))
            return py_loop_at(facts, n);
    return NULL;
}

enum idiom_truth idiom_condition(const struct idiom_match *match, const struct idiom_line *line,
                                 struct py_facts *facts, struct arena *arena,
                                 struct idiom_claim *ret)
{
    uint32_t hole = idiom_hole(match->idiom, line->hole);
    struct place p = { .facts = facts, .module = py_facts_module(facts), .match = match,
                       .node = hole == UINT32_MAX ? 0 : match->holes[hole],
                       .loop = first_loop(facts, match) };
    str word = first_word(match, line->word, &p.other);

    *ret = (struct idiom_claim){ .node = p.node };
    for (size_t i = 0; p.node && i < ARRAY_LEN(words); i++) {
        if (!str_equal(word, str_from(words[i].word)))
            continue;
        ret->word = words[i].word;
        ret->why = words[i].why;
        if (words[i].holds(&p))
            return IDIOM_HOLDS;
        if (!words[i].test || !is_simple(&p))
            return IDIOM_FAILS;
        ret->test = test_text(&p, words[i].test, arena);
        ret->scans = strstr(words[i].test, "map(") != NULL;
        return IDIOM_NEEDS_TEST;
    }
    return p.node ? IDIOM_FAILS : IDIOM_HOLDS; /* a hole of another shape of the idiom */
}

bool idiom_knows_word(str word)
{
    str first = str_slice(word, 0, str_find(word, S(" ")) < word.len ? str_find(word, S(" ")) : word.len);

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal(first, str_from(words[i].word)))
            return true;
    return false;
}
