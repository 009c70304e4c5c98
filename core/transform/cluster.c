/*
 * cluster.c — the calls of a loop computed by dask.distributed or mpi4py.futures, when the request
 * names one of them as executor. The rewriting is that of parallel.c with another helper.
 *
 * dask: the client that the program has made (get_client) gives the executor; without one, all is
 * computed in place. mpi4py: MPIPoolExecutor, for a program started with
 * `mpiexec -n N python -m mpi4py.futures program.py`.
 *
 * What is needed beside parallel.c's conditions, and why:
 *  - Workers do not inherit memory: function and arguments are pickled. Arguments are tested to be
 *    plain, so that they arrive as they were.
 *  - Workers import the module: its top level defines, imports and assigns what has no effect, and
 *    runs nothing else but under `if __name__ == "__main__":`.
 *  - What the function reads of the module are constants: a worker sees the first value.
 * Neither library need be installed where hasten runs: processes stand in for it (harness/cluster.py),
 * so that the rung is `tested`, and the condition cluster_stands_in says why.
 */
#include "fan_out.h"

#define AT_LEAST 40

#define HELPER_TEXT(who, get, run)                                                                 \
    "def _call_in_cluster(function, calls, at_least):\n"                                           \
    "    \"\"\"Compute function(*call) for all calls " who "; give a function that hands them "    \
    "out.\n"                                                                                       \
    "\n"                                                                                           \
    "    With fewer than at_least calls, or when anything goes wrong, that is function itself: "   \
    "the\n"                                                                                        \
    "    caller computes everything in place.\n"                                                   \
    "    \"\"\"\n"                                                                                 \
    "    try:\n"                                                                                   \
    "        calls = list(calls)\n"                                                                \
    "        if len(calls) < at_least:\n"                                                          \
    "            return function\n" get "\n" run                                                   \
    "    except Exception:\n"                                                                      \
    "        return function\n"                                                                    \
    "    in_order = iter(results)\n"                                                               \
    "\n"                                                                                           \
    "    def take(*call):\n"                                                                       \
    "        for result in in_order:\n"                                                            \
    "            return result\n"                                                                  \
    "        return function(*call)  # the loop goes on longer than it looked\n"                   \
    "\n"                                                                                           \
    "    return take\n"

static const char dask_source[] =
    HELPER_TEXT("with dask's client", "        from dask.distributed import get_client\n",
                "        executor = get_client().get_executor()\n"
                "        results = list(executor.map(function, *zip(*calls)))\n");

static const char mpi_source[] =
    HELPER_TEXT("on the ranks of MPI", "        from mpi4py.futures import MPIPoolExecutor\n",
                "        with MPIPoolExecutor() as executor:\n"
                "            results = list(executor.starmap(function, calls))\n");

#define FORM(text)                                                                                 \
    { .lifts = true, .pickles = true, .check = PLAIN_HELPER, .check_source = plain_source,         \
      .helper = "_call_in_cluster", .source = text, .parameter = "at_least", .value = AT_LEAST,    \
      .comment = "Fewer calls than at_least cost more on the way than in place." }

static const struct {
    str executor;
    struct fan_out_form form;
} clusters[] = {
    { S_INIT("dask"), FORM(dask_source) },
    { S_INIT("mpi4py"), FORM(mpi_source) },
};

const struct fan_out_form *cluster_form(str executor)
{
    for (size_t i = 0; i < ARRAY_LEN(clusters); i++)
        if (str_equal(clusters[i].executor, executor))
            return &clusters[i].form;
    return NULL;
}

/* An import of the module by a worker does what the first one did, and shows nothing. */
static bool statement_may_repeat(struct rewriting *rw, uint32_t statement)
{
    struct py_effects effects = { 0 };
    switch (rw->tree->nodes[statement].kind) {
    case PY_FunctionDef: case PY_AsyncFunctionDef: case PY_ClassDef: case PY_Import:
    case PY_ImportFrom:
        return true;
    case PY_If:
        return under_main_guard(rw, statement);
    case PY_Assign: case PY_AnnAssign: case PY_Expr:
        py_effects_in(rw->facts, statement, &effects);
        return !py_first_hard(&effects) && !py_first_soft(&effects);
    default:
        return false;
    }
}

/* A constant: assigned once, and nothing in it can change. */
static bool is_constant(struct rewriting *rw, str name)
{
    uint32_t stores = 0;
    bool scalar = false;
    for (uint32_t n = 1; n < rw->tree->count; n++)
        if (rw->tree->nodes[n].kind == PY_Name && rw->tree->nodes[n].op != PY_LOAD &&
            str_equal(py_name(rw->tree, n), name)) {
            stores++;
            scalar = py_type_scalar(py_type_of(rw->facts, n));
        }
    return stores == 1 && scalar;
}

static bool reads_constants(struct rewriting *rw, const struct py_outcome *o)
{
    for (uint32_t i = 0; i < o->effects.list.count; i++)
        if (o->effects.list.items[i].kind == PY_EFFECT_READS_GLOBAL &&
            !is_constant(rw, o->effects.list.items[i].name))
            return false;
    return !o->reads_mutable;
}

static const struct py_outcome *outcome_of(struct rewriting *rw, const struct finding *f)
{
    struct lift part;
    uint32_t callee = f->anchors[0] ? py_callee(rw->facts, f->anchors[0]) : 0;
    if (callee)
        return py_function(rw->facts, callee);
    if (f->anchors[0] || !lift_plan(rw->facts, f->node, rw->arena, &part))
        return NULL;
    return lift_outcome(rw->facts, &part, true, rw->arena);
}

bool cluster_legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    const struct py_outcome *o = outcome_of(rw, f);
    for (uint32_t s = py_first(rw->tree, 0); s; s = py_next(rw->tree, 0, s))
        if (!statement_may_repeat(rw, s))
            return refuse(ret_why, "workers of a cluster import the module, which runs more than "
                                   "definitions");
    if (!o)
        return refuse(ret_why, "it is not certain which function would be sent to the cluster");
    return reads_constants(rw, o) ||
           refuse(ret_why, "the function reads a variable of the module that is no constant");
}
