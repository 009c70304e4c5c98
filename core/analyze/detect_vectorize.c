/*
 * detect_vectorize.c — vectorize: a loop that takes NumPy arrays item by item.
 *
 * node = the outermost For that core/vector has a plan for. The plan reads the loop; its header
 * and core/vector/loop.c say what is taken. Conditions:
 *  - elementwise: an array that is written is touched at one place per iteration: no iteration
 * sees what another one wrote.
 *  - names_die: what the loop binds is not read afterwards.
 *  - plain_arrays: exact arrays of int64 or float64 that hold all items, share no memory where
 * one is written, and whose values are so small that nothing overflows, rounds or warns: tested
 * at run time. Why floats may be taken although they round: each item is still computed by the
 * same operations in the same order. Sums of floats are not taken.
 */
#include "analyze_internal.h"
#include "hasten/vector.h"

static void push(struct job *job, const struct py_loop *l)
{
    struct finding *f = finding_begin(job, PATTERN_vectorize, l->node);

    finding_proved(job, f, S("elementwise"), f->line,
                   S("no iteration sees what another one wrote"));
    finding_proved(job, f, S("names_die"), f->line,
                   S("what the loop binds is not read afterwards"));
    finding_needs(job, f, S("plain_arrays"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("types, sizes, overlap and range of the arrays are tested at run time"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, l->node),
                                   .speedup = 30,
                                   .model = S("one operation per item → one per array") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t taken_until = 0;

    for (uint32_t i = 0; i < py_loop_count(job->facts); i++) {
        const struct py_loop *l = py_loop(job->facts, i);
        struct vector_plan plan;
        str why;

        if (l->kind != PY_LOOP_FOR || l->node < taken_until ||
            !vector_plan(job->facts, l->node, job->arena, &plan, &why))
            continue;
        push(job, l);
        taken_until = t->nodes[l->node].extent;
    }
}

const struct detector detect_vectorize = { .pattern = PATTERN_vectorize, .detect = detect };
