/*
 * analyze.c — the analyze stage: source → facts → reports and findings.
 *
 * Parses, computes facts, reports every function and every loop, runs the detectors of
 * detectors.def and says which dynamic features made the analysis give up where. Nothing is
 * executed. One thread owns the job; everything lives in its arena.
 */
#include "analyze_internal.h"

static const struct detector *const detectors[] = {
#define DETECTOR(object) &object,
#include "detectors.def"
#undef DETECTOR
};

str function_around(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t def = py_function_of(t, node);

    return def ? py_qualified_name(t, def, job->arena) : S("<module>");
}

bool is_private_local(struct job *job, uint32_t name)
{
    uint32_t symbol = py_binding(job->module, name);

    return symbol != UINT32_MAX && symbol == py_scopes(job->module)->symbol_of[name] &&
           py_is_own_variable(job->module, symbol);
}

bool mentions_any(struct job *job, const char *const *names)
{
    const struct py_tree *t = py_tree(job->module);

    for (; *names; names++)
        for (uint32_t i = 1; i < t->name_count; i++)
            if (str_equal(t->names[i], str_from(*names)))
                return true;
    return false;
}

uint32_t outermost_loop_around(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t found = 0;

    for (uint32_t n = t->nodes[node].parent; n != 0; n = t->nodes[n].parent) {
        const struct py_loop *l = py_loop_at(job->facts, n);
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda ||
            k == PY_ClassDef)
            break;
        if (l != NULL && !(l->iterable && py_inside(t, node, l->iterable)))
            found = n;
    }
    return found;
}

/* ---- findings --------------------------------------------------------------------- */

struct finding *finding_begin(struct job *job, enum pattern pattern, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = VEC_PUSH(job->arena, &job->findings.opportunities);

    *f = (struct finding){ .id = job->findings.opportunities.count - 1, .pattern = pattern };
    f->node = node;
    f->line = py_line(t, node);
    f->end_line = py_end_line(t, node);
    f->function = t->nodes[node].kind == PY_FunctionDef ? py_qualified_name(t, node, job->arena)
                                                        : function_around(job, node);
    return f;
}

void finding_proved(struct job *job, struct finding *f, str name, uint32_t line, str why)
{
    *VEC_PUSH(job->arena, &f->conditions) =
        (struct condition){ .name = name, .holds = true, .evidence_line = line, .why = why };
}

void finding_needs(struct job *job, struct finding *f, str name, enum certainty needs, uint32_t line,
                   str why)
{
    *VEC_PUSH(job->arena, &f->conditions) =
        (struct condition){ .name = name, .needs = needs, .evidence_line = line, .why = why };
}

void finding_end(struct finding *f)
{
    f->certainty = CERTAINTY_PROVED;
    for (uint32_t i = 0; i < f->conditions.count; i++)
        if (!f->conditions.items[i].holds && f->conditions.items[i].needs > f->certainty)
            f->certainty = f->conditions.items[i].needs;
}

enum status analyze_source(struct job *job, struct error *err)
{
    enum status status = py_parse(job->request.code, job->arena, &job->module, err);

    if (status != STATUS_OK)
        return status;
    counter_add(COUNTER_ANALYSES, 1);
    job->facts = py_facts_new(job->module, job->arena);
    report_functions(job);
    report_dynamic(job);
    for (size_t i = 0; i < ARRAY_LEN(detectors) && !job_should_stop(job); i++)
        detectors[i]->detect(job);
    if (!py_names_trusted(job->facts)) /* every rewriting needs a builtin or a name of its own */
        job->findings.opportunities.count = 0;
    drop_what_meddlers_spoil(job);
    report_loops(job);
    if (arena_over(job->arena))
        return error_set(err, STATUS_LIMIT, "the analysis needs more memory than a job may use");
    return STATUS_OK;
}
