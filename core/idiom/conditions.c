/*
 * conditions.c — the words that an idiom may say about its holes.
 *
 * A word is a row: what proves it statically and, when a test at run time can stand in for the
 * proof, the expression of that test ({} is the hole). A word without a test that is not proved
 * means that the idiom does not apply.
 */
#include "hasten/idiom.h"


#define PLAIN (PY_T_INT | PY_T_STR)

struct place {
    struct py_facts *facts;
    const struct py_module *module;
    const struct idiom_match *match;
    uint32_t node;             /* what the hole holds */
    const struct py_loop *loop; /* the first loop of the region, NULL when there is none */
};

static bool has_type(const struct place *p, uint32_t is, uint32_t item)
{
    struct py_type type = py_type_of(p->facts, p->node);

    return py_type_within(type, is) && (!item || (type.item && !(type.item & ~item)));
}

static bool is_int(const struct place *p) { return has_type(p, PY_T_INT, 0); }
static bool is_str(const struct place *p) { return has_type(p, PY_T_STR, 0); }
static bool is_plain(const struct place *p) { return has_type(p, PLAIN, 0); }
static bool is_list(const struct place *p) { return has_type(p, PY_T_LIST, 0); }
static bool is_ints(const struct place *p) { return has_type(p, PY_T_LIST, PY_T_INT); }
static bool is_strs(const struct place *p) { return has_type(p, PY_T_LIST, PY_T_STR); }
static bool is_plains(const struct place *p)
{
    return has_type(p, PY_T_LIST, PY_T_INT) || has_type(p, PY_T_LIST, PY_T_STR);
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

/* A name that only this function's own code sees, by that name. */
static bool is_local(const struct place *p)
{
    const struct py_scopes *scopes = py_scopes(p->module);
    uint32_t symbol = is_name(p) ? py_binding(p->module, p->node) : UINT32_MAX;

    if (symbol == UINT32_MAX || symbol != scopes->symbol_of[p->node])
        return false;
    const struct py_scope *scope = &scopes->scopes[scopes->symbols[symbol].scope];
    return scope->kind == PY_SCOPE_FUNCTION && !scope->dynamic &&
           !(scopes->symbols[symbol].flags & PY_SYM_CELL);
}

/* Nobody asks for its value after the region. */
static bool is_dead(const struct place *p)
{
    uint32_t name = py_tree(p->module)->nodes[p->node].name;

    return is_local(p) && p->loop && !py_name_in(&p->loop->live_out, name);
}

static bool is_fixed(const struct place *p)
{
    return is_simple(p) && (!p->loop || py_loop_invariant(p->facts, p->loop, p->node));
}

static const struct {
    const char *word;
    bool (*holds)(const struct place *);
    const char *test; /* NULL: no test can stand in */
    const char *why;  /* the hole's text in front of it makes the sentence */
} words[] = {
    { "local", is_local, NULL, "is a local that no other function sees" },
    { "dead", is_dead, NULL, "is not read after the loop" },
    { "simple", is_simple, NULL, "is a name or a constant" },
    { "constant", is_constant, NULL, "is a constant" },
    { "fixed", is_fixed, NULL, "does not change in the loop" },
    { "int", is_int, "type({}) is int", "is exactly an int" },
    { "str", is_str, "type({}) is str", "is exactly a str" },
    { "plain", is_plain, "type({}) in (int, str)", "is exactly an int or a str" },
    { "list", is_list, "type({}) is list", "is exactly a list" },
    { "ints", is_ints, "type({}) is list and {int}.issuperset(map(type, {}))",
      "is a list of nothing but int" },
    { "strs", is_strs, "type({}) is list and {str}.issuperset(map(type, {}))",
      "is a list of nothing but str" },
    { "plains", is_plains, "type({}) is list and {int, str}.issuperset(map(type, {}))",
      "is a list of nothing but int and str" },
};

static const struct py_loop *first_loop(struct py_facts *facts, const struct idiom_match *match)
{
    const struct py_tree *t = py_tree(py_facts_module(facts));

    for (uint32_t n = match->first; n < t->nodes[match->last].extent; n++)
        if (py_loop_at(facts, n))
            return py_loop_at(facts, n);
    return NULL;
}

enum idiom_truth idiom_condition(const struct idiom_match *match, const struct idiom_line *line,
                                 struct py_facts *facts, struct idiom_claim *ret)
{
    uint32_t hole = idiom_hole(match->idiom, line->hole);
    struct place p = { facts, py_facts_module(facts), match,
                       hole == UINT32_MAX ? 0 : match->holes[hole], first_loop(facts, match) };

    *ret = (struct idiom_claim){ .node = p.node };
    for (size_t i = 0; p.node && i < ARRAY_LEN(words); i++) {
        if (!str_equal(line->word, str_from(words[i].word)))
            continue;
        ret->word = words[i].word;
        ret->why = words[i].why;
        if (words[i].holds(&p))
            return IDIOM_HOLDS;
        ret->test = words[i].test;
        return words[i].test && is_simple(&p) ? IDIOM_NEEDS_TEST : IDIOM_FAILS;
    }
    return p.node ? IDIOM_FAILS : IDIOM_HOLDS; /* a hole of another shape of the idiom */
}

bool idiom_knows_word(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal(word, str_from(words[i].word)))
            return true;
    return false;
}
