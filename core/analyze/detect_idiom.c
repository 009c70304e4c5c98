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
    f->benefit = (struct benefit){ .work = py_work(job->facts, match->first),
                                   .speedup = idiom->speedup, .model = idiom->model };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    size_t count = idiom_count();

    for (uint32_t n = 1; n < t->count; n++)
        for (size_t i = 0; i < count; i++) {
            struct idiom_match match;

            if (idiom_starts(idiom_at(i), t, n) &&
                idiom_matches(idiom_at(i), job->module, n, &match) && !is_resumable(t, &match) &&
                conditions_possible(job, &match)) {
                push(job, &match);
                break;
            }
        }
}

const struct detector detect_idiom = { .pattern = PATTERN_COUNT, .detect = detect };
