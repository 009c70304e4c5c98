/*
 * waiting.c — functions that wait and compute, and do nothing else.
 *
 * Several of them may wait at the same time: nobody can tell in which order they ran. Waiting
 * is time.sleep and asyncio.sleep, in the function itself or in functions of the module that it
 * calls or awaits. A wait of any other kind (a lock, a queue, a future that somebody else
 * fulfils) may depend on the others and is refused, and so is every output, draw of a random
 * number and look at a clock: their order shows.
 */
#include "analyze_internal.h"

static bool is_hard(struct job *job, const struct py_effect *e)
{
    struct py_effects one = { .kinds = 1u << e->kind };

    *VEC_PUSH(job->arena, &one.list) = *e;
    return py_first_hard(&one) != NULL;
}

static bool is_wait(const struct py_effect *e)
{
    return e->kind == PY_EFFECT_IO && str_equal(e->name, S("sleep"));
}

/* Raised in a task, these end the event loop instead of travelling to whoever awaits. */
static bool ends_the_loop(struct job *job)
{
    static const char *const names[] = { "SystemExit", "KeyboardInterrupt", "BaseException",
                                         "GeneratorExit", "CancelledError" };
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++) {
        if (t->nodes[i].kind != PY_Raise || !py_function_of(t, i))
            continue;
        for (uint32_t n = i; n < t->nodes[i].extent; n++)
            for (size_t k = 0; k < ARRAY_LEN(names); k++)
                if (str_equal(py_name(t, n), str_from(names[k])))
                    return true;
    }
    return false;
}

/* Objects of which each thread has its own: locals, the context of decimal, error states. */
static bool depends_on_thread(struct job *job)
{
    static const char *const names[] = { "threading", "_thread", "decimal", "contextvars",
                                         "errstate",  "seterr",  NULL };

    return mentions_any(job, names);
}

/* Tasks besides the loop's own see how far it has come. */
static bool starts_tasks(struct job *job)
{
    static const char *const names[] = { "create_task", "ensure_future", "TaskGroup", "gather",
                                         "run_coroutine_threadsafe", "call_soon", "call_later", NULL };

    return mentions_any(job, names);
}

bool waits(const struct py_outcome *o)
{
    for (uint32_t i = 0; i < o->effects.list.count; i++)
        if (is_wait(&o->effects.list.items[i]))
            return true;
    return false;
}

const char *more_than_waiting(struct job *job, const struct py_outcome *o, bool coroutine)
{
    for (uint32_t i = 0; i < o->effects.list.count; i++) {
        const struct py_effect *e = &o->effects.list.items[i];
        bool awaits = e->kind == PY_EFFECT_YIELDS && str_equal(e->name, S("await"));

        if (is_hard(job, e) && !is_wait(e) && !(awaits && coroutine))
            return py_effect_text(e->kind);
        if (e->kind == PY_EFFECT_USER_ATTRIBUTE) /* a method of whatever it was given may do anything */
            return py_effect_text(e->kind);
    }
    if (!coroutine && depends_on_thread(job))
        return "may use what each thread has its own of";
    if (coroutine && starts_tasks(job))
        return "may meet other tasks of the program";
    return coroutine && ends_the_loop(job) ? "may raise what ends the event loop" : NULL;
}

/* Some function of the module changes a variable of the module that the coroutine reads, or one
 * that cannot be named. */
bool shares_state(struct job *job, const struct py_outcome *o)
{
    const struct py_tree *t = py_tree(job->module);

    if (!o->reads_mutable)
        return false;
    for (uint32_t i = 1; i < t->count; i++) {
        if (t->nodes[i].kind != PY_FunctionDef && t->nodes[i].kind != PY_AsyncFunctionDef)
            continue;
        if (py_function(job->facts, i)->effects.kinds &
            (1u << PY_EFFECT_MUTATES_GLOBAL | 1u << PY_EFFECT_REBINDS_GLOBAL))
            return true;
    }
    return false;
}

void claim_only_waits(struct job *job, struct finding *f, const struct py_outcome *o, uint32_t def_line)
{
    const struct py_effect *soft = py_first_soft(&o->effects);

    if (soft == NULL)
        finding_proved(job, f, S("only_waits"), def_line,
                       S("it sleeps and computes, nothing else"));
    else
        finding_needs(job, f, S("only_waits"), CERTAINTY_NEEDS_TEST, soft->line,
                      arena_printf(job->arena, "it %s", py_effect_text(soft->kind)));
}
