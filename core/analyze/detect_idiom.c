/*
 * detect_idiom.c — finds what the catalogue of core/idiom describes.
 *
 * node = the first statement (or the expression); finding.idiom = the whole match. The conditions
 * are those that the idiom states about its holes, each with what holds it.
 */
#include "analyze_internal.h"
#include "hasten/idiom.h"

/* Something that is not a function's own code, or that can be left in the middle and resumed. */
static bool is_resumable(const struct py_tree *t, const struct idiom_match *m)
{
    for (uint32_t n = m->first; n < t->nodes[m->last].extent; n++) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_Yield || k == PY_YieldFrom || k == PY_Await || k == PY_NamedExpr)
            return true;
    }
    return false;
}

static void claim(struct job *job, struct finding *f, enum idiom_truth truth,
                  const struct idiom_claim *claim)
{
    const struct py_tree *t = py_tree(job->module);
    str text = py_text(t, claim->node);
    str name = arena_printf(job->arena, "%s:%.*s", claim->word, STR_ARG(text));
    str why = arena_printf(job->arena, "`%.*s` %s", STR_ARG(text), claim->why);

    if (truth == IDIOM_HOLDS)
        finding_proved(job, f, name, py_line(t, claim->node), why);
    else
        finding_needs(job, f, name, CERTAINTY_NEEDS_GUARD, py_line(t, claim->node),
                      arena_printf(job->arena, "%.*s: tested before", STR_ARG(why)));
}

static bool conditions_possible(struct job *job, const struct idiom_match *match)
{
    struct idiom_claim ignored;

    for (size_t i = 0; i < match->idiom->condition_count; i++)
        if (idiom_condition(match, &match->idiom->conditions[i], job->facts, job->arena,
                            &ignored) == IDIOM_FAILS)
            return false;
    return true;
}

/* What no type settles and the rewriting always tests. */
static void need_tests(struct job *job, struct finding *f, const struct idiom_match *match)
{
    const struct py_tree *t = py_tree(job->module);

    for (size_t i = 0; i < match->length_count; i++) {
        const struct idiom_length *l = &match->lengths[i];
        str name = py_text(t, l->name);

        finding_needs(job, f, arena_printf(job->arena, "length:%.*s", STR_ARG(name)), CERTAINTY_NEEDS_GUARD,
                      py_line(t, l->name),
                      arena_printf(job->arena, "`%.*s` is the length of `%.*s%s`: tested before", STR_ARG(name),
                                   STR_ARG(py_text(t, l->measured)), l->of_item ? "[0]" : ""));
    }
    if (match->idiom->test_count > 0)
        finding_needs(job, f, S("tests"), CERTAINTY_NEEDS_GUARD, py_line(t, match->first),
                      S("what no type says of these values is tested before"));
}

static void push(struct job *job, const struct idiom_match *match)
{
    const struct idiom *idiom = match->idiom;
    const struct py_tree *t = py_tree(job->module);
    struct idiom_match *copy = ARENA_NEW(job->arena, struct idiom_match);
    struct finding *f = finding_begin(job, idiom->pattern, match->first);

    *copy = *match;
    f->idiom = copy;
    f->end_line = py_end_line(t, match->last);
    for (size_t i = 0; i < idiom->condition_count; i++) {
        struct idiom_claim c;
        enum idiom_truth truth = idiom_condition(match, &idiom->conditions[i], job->facts, job->arena, &c);

        if (c.word)
            claim(job, f, truth, &c);
    }
    need_tests(job, f, match);
    f->benefit = (struct benefit){ .work = py_work(job->facts, match->first),
                                   .speedup = idiom->speedup, .model = idiom->model };
    finding_end(f);
}

static bool find_at(struct job *job, uint32_t node, bool assume_lengths)
{
    const struct py_tree *t = py_tree(job->module);

    for (size_t i = 0; i < idiom_count(); i++) {
        struct idiom_match match;

        if (idiom_starts(idiom_at(i), t, node) &&
            idiom_matches(idiom_at(i), job->module, node, assume_lengths, &match) &&
            !is_resumable(t, &match) && conditions_possible(job, &match)) {
            push(job, &match);
            return true;
        }
    }
    return false;
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (!find_at(job, n, false) && t->nodes[n].kind != PY_Name)
            find_at(job, n, true);
}

const struct detector detect_idiom = { .pattern = PATTERN_COUNT, .detect = detect };
