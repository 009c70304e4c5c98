/*
 * pair.c — the door for other tools: an original and a candidate, both from the caller. What
 * has to be exercised is worked out from the difference of the two texts (changes.c), then the
 * candidate passes the same gates as our own. It has no static argument, so its rung is
 * `tested` at best.
 *
 * Equivalence and speed are separate answers: a candidate that does the same but is not faster
 * is not accepted, and still equivalent.
 */
#include "changes.h"
#include "verify_internal.h"

/* CPython confirms both the text and our tree of it; NULL with the verdict set otherwise. */
static const struct py_tree *follow(struct verification *v, str text, struct verdict *verdict)
{
    struct arena *arena = v->job->arena;
    struct py_module *module = NULL;
    struct error parse_error = { 0 }, err = { 0 };
    bool ours = !py_parse(text, arena, &module, &parse_error);
    enum status status =
        verify_compiles(v->job->sandbox, text, ours ? py_tree(module) : NULL, &err);
    if (status == STATUS_INVALID_PYTHON)
        verdict_fail(verdict, GATE_COMPILE,
                     arena_printf(arena, "line %u: %s", err.line, err.detail));
    else if (status || !ours)
        verdict_fail(verdict, GATE_EVIDENCE,
                     arena_printf(arena, "what changed cannot be told: %s",
                                  status ? err.detail : parse_error.detail));
    return status || !ours ? NULL : py_tree(module);
}

static bool is_wanted(const struct verification *v, struct verdict *verdict)
{
    int asked = v->job->request.accept;
    if (asked > RUNG_TESTED)
        return verdict_fail(verdict, GATE_POLICY,
                            arena_printf(v->job->arena, "its best rung is %s, %s is asked for",
                                         rung_name(RUNG_TESTED), rung_name((enum rung) asked)));
    if (!verdict->speed.measured)
        return verdict_fail(verdict, GATE_SPEED,
                            v->job->request.measure ? S("nothing that changed could be timed")
                                                    : S("it was not to be timed"));
    return true;
}

/* What a program that reads its standard input gets when the caller gives it nothing. */
static void supply_stdin(struct job *job)
{
    str *text = &job->request.workload.stdin_text;
    bool reads = str_find(job->request.code, S("stdin")) != SIZE_MAX ||
                 str_find(job->request.code, S("input(")) != SIZE_MAX;
    if (reads && text->len == 0)
        *text = S("5\n1 2 3 4 5\nabc\n3\n1,2,3\n7\n2.5\nhello world\n10\ny\n-4\n\n8 6\nno\n0\n");
}

static void judge_changes(struct verification *v, str text, const struct changes *changes,
                          struct verdict *verdict)
{
    struct trial trial = {
        .text = text,
        .verdict = verdict,
        .entries = changes->entries,
        .profile = profile_wider(v->profile, profile_of_text(text)),
        .needs_script = changes->module_code || changes->list.count == 0,
    };
    if (changes->refused.len)
        verdict_fail(verdict, GATE_EQUIVALENCE, changes->refused);
    else if (changes->too_many)
        verdict_fail(verdict, GATE_EVIDENCE,
                     S("more of the program changed than can be judged"));
    else if (changes->surroundings.len)
        verdict_fail(
            verdict, GATE_EVIDENCE,
            arena_printf(v->job->arena,
                         "it asks about its surroundings, which no input can vary: %.*s",
                         STR_ARG(changes->surroundings)));
    else if (trial.entries.count == 0 && !trial.needs_script)
        verdict_fail(verdict, GATE_EVIDENCE,
                     S("no function that can be called leads to the change"));
    else if (run_gates(v, &trial, PAIR_FROM, REFINE_TO) && is_wanted(v, verdict))
        verdict_accept(verdict, RUNG_TESTED);
    if (verdict->equivalent)
        certify(v, text, &trial.entries, verdict);
}

static void judge_text(struct verification *v, str text, struct verdict *verdict)
{
    struct changes changes;
    if (str_equal(text, v->original)) {
        verdict->equivalent = true;
        verdict_fail(verdict, GATE_SPEED, S("the two texts are the same"));
        return;
    }
    const struct py_tree *tree = follow(v, text, verdict);
    if (!tree)
        return;
    if (!v->job->module) {
        verdict_fail(verdict, GATE_EVIDENCE,
                     S("the original has a construct that is not supported"));
        return;
    }
    changes_between(py_tree(v->job->module), tree, v->job->arena, &changes);
    for (uint32_t i = 0; i < changes.list.count; i++)
        *VEC_PUSH(v->job->arena, &v->job->changes) = changes.list.items[i];
    judge_changes(v, text, &changes, verdict);
}

enum status verify_pair(struct job *job, struct error *err)
{
    struct verification v;
    struct verdict verdict = { 0 };
    str text = job->request.candidate;
    if (!job->sandbox)
        return verify_without_sandbox(job);
    supply_stdin(job);
    verification_begin(&v, job);
    v.numpy =
        sandbox_has_numpy(job->sandbox) && (v.numpy || str_find(text, S("numpy")) != SIZE_MAX);
    judge_text(&v, text, &verdict);
    job->final = verdict;
    if (verdict.accepted)
        job->optimized_code = text;
    job->diff = unified_diff(job->request.code, text, job->request.file_name, job->arena);
    verification_end(&v);
    if (job->cancel && atomic_load(job->cancel))
        return error_set(err, STATUS_CANCELLED, "the job was cancelled");
    return STATUS_OK;
}
