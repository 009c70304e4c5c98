/*
 * script.c — the whole program, run the way a person runs it: `python program.py arguments`, with its
 * standard input. Exit status, uncaught exception, standard output and error, and the files left
 * behind must be the same, under each hash seed. Skipped, with a note, when the original does not end
 * in time or does not do the same twice.
 */
#include "verify_internal.h"

enum { SCRIPT_MS = 20000, SLACK_MS = 3000, REMARK_MS = 1500, TRACE_MS = 20000 };

/* A process that does less only defines things: its start alone takes some 3 ms of processor time. */
static const uint64_t WORK_US = 10000, WAIT_NS = 50000000;

struct script_end {
    enum status status; /* OK: it ran to its end and replied */
    struct sandbox_outcome outcome;
    struct buf reply, out, err;
    uint64_t elapsed_ns;
};

struct script_baseline {
    struct script_end seeds[HASH_SEEDS];
    unsigned looseness; /* what the original leaves open or the caller allows */
    str skipped; /* why scripts are not compared, "" when they are */
};

static void script_end_release(struct script_end *end)
{
    sandbox_outcome_release(&end->outcome);
    buf_free(&end->reply);
    buf_free(&end->out);
    buf_free(&end->err);
}

/* Compared: with clocks that say the same in each run. Perturbed: moreover sets are iterated in another
 * order. Timed: with the real clocks. */
struct script_spec {
    str source;
    uint32_t seed;
    enum sandbox_profile profile;
    enum { SCRIPT_COMPARED, SCRIPT_PERTURBED, SCRIPT_TIMED } mode;
    str traced; /* ranges of lines, as first, last, first, …; "" for no tracing */
};

/* Starts the program; after a failure ret->status says so. */
static struct sandbox_run *begin_script(struct verification *v, const struct script_spec *script,
                                        uint32_t limit_ms, struct script_end *ret)
{
    static const str flags[] = { S_INIT("v"), S_INIT("vp"), S_INIT("") }; /* by mode */
    const struct request *request = &v->job->request;
    struct buf payload = { 0 };
    struct sandbox_run *run = NULL;
    struct error err = { 0 };

    *ret = (struct script_end){ 0 };
    field_put(&payload, script->source);
    field_put(&payload, flags[script->mode]);
    field_put(&payload, script->traced);
    for (uint32_t i = 0; i < request->workload.argv.count; i++)
        field_put(&payload, request->workload.argv.items[i]);
    struct sandbox_spec spec = {
        .profile = profile_wider(script->profile, SANDBOX_SCRIPT),
        .limits = { .wall_ms = limit_ms + SLACK_MS, .output_bytes = 16 << 20 },
        .hash_seed = script->seed,
        .numpy = v->numpy,
        .entry = "script.script",
        .payload = buf_str(&payload),
        .keep_files = true,
        .stdin_bytes = request->workload.stdin_text,
    };
    ret->status = run_begin(v, &spec, &run, &err);
    if (!ret->status)
        ret->status = sandbox_ask(run, S("run"), limit_ms, &err);
    buf_free(&payload);
    return run;
}

static void end_script(struct verification *v, struct sandbox_run *run, uint32_t limit_ms,
                       struct script_end *ret)
{
    struct sandbox_reply reply;
    struct error err = { 0 };
    if (!run)
        return;
    if (!ret->status)
        ret->status = sandbox_answer(run, limit_ms, &reply, &err);
    if (!ret->status) {
        buf_append(&ret->reply, reply.payload);
        buf_append(&ret->out, reply.out);
        buf_append(&ret->err, reply.err);
        ret->elapsed_ns = reply.elapsed_ns;
    }
    run_end(v, run, ret->status ? 0 : 1000, &ret->outcome);
    buf_append(&ret->out, buf_str(&ret->outcome.out));
    buf_append(&ret->err, buf_str(&ret->outcome.err));
}

enum { SCRIPTS = HASH_SEEDS };

/* At the same time when there are several; none of these is timed. */
static void run_scripts(struct verification *v, const struct script_spec *scripts, size_t count,
                        uint32_t limit_ms, struct script_end *ret)
{
    struct sandbox_run *runs[SCRIPTS];
    bool timed = scripts[0].mode == SCRIPT_TIMED;
    enum expense before = spend_on(v, timed ? EXPENSE_timing : EXPENSE_script);
    slot_enter();
    for (size_t i = 0; i < count; i++)
        runs[i] = begin_script(v, &scripts[i], limit_ms, &ret[i]);
    for (size_t i = 0; i < count; i++)
        end_script(v, runs[i], limit_ms, &ret[i]);
    slot_leave();
    spend_on(v, before);
}

static void run_script(struct verification *v, const struct script_spec *script, uint32_t limit_ms,
                       struct script_end *ret)
{
    run_scripts(v, script, 1, limit_ms, ret);
}

/* "" when they ended the same way, else what differs. */
static str script_difference(const struct script_end *a, const struct script_end *b,
                             unsigned looseness)
{
    if (a->status != b->status || a->outcome.end != b->outcome.end ||
        a->outcome.code != b->outcome.code)
        return S("how it ends");
    if (!texts_equal(buf_str(&a->out), buf_str(&b->out), looseness))
        return S("standard output");
    if (!texts_equal(buf_str(&a->err), buf_str(&b->err), looseness))
        return S("standard error");
    if (!texts_equal(buf_str(&a->reply), buf_str(&b->reply), looseness & LOOSE_ADDRESSES))
        return S("the exit status, the uncaught exception or the use of the clock");
    if (!same_files(a->outcome.files, a->outcome.file_count, b->outcome.files,
                    b->outcome.file_count))
        return S("the files it leaves behind");
    return (str){ 0 };
}

static bool was_limited(const struct script_end *end)
{
    return end->status == STATUS_TIMEOUT || end->status == STATUS_SANDBOX ||
           (end->outcome.end != SANDBOX_EXITED && end->outcome.end != SANDBOX_SIGNALED);
}

/* What the reply of harness/script.py says: exit status, and the uncaught exception or "". */
static int exit_status(const struct script_end *end, str *ret_exception)
{
    str rest = buf_str(&end->reply), status = { 0 }, encoded;
    *ret_exception = (str){ 0 };
    field_next(&rest, &status);
    field_next(&rest, &encoded);
    field_next(&rest, ret_exception);
    return status.len ? (unsigned char) status.ptr[0] : 0;
}

/* "ran into its wall limit of 4.0 s", "ended with exit status 1, MemoryError" */
static str how_it_ended(struct arena *arena, const struct script_end *end, uint32_t limit_ms)
{
    str exception;
    if (end->status == STATUS_TIMEOUT || end->outcome.end == SANDBOX_WALL_LIMIT)
        return arena_printf(arena, "ran into its wall limit of %.1f s", limit_ms / 1000.0);
    if (end->status == STATUS_SANDBOX)
        return S("could not be started in the sandbox");
    if (end->status && end->outcome.end != SANDBOX_EXITED && end->outcome.end != SANDBOX_SIGNALED)
        return arena_printf(arena, "ran into a limit: %s", sandbox_end_name(end->outcome.end));
    if (end->status)
        return end_in_words(arena, end->status, &end->outcome);
    int status = exit_status(end, &exception);
    return arena_printf(arena, "ended with exit status %d%s%.*s", status, exception.len ? ", " : "",
                        STR_ARG(str_slice(exception, 0, 300)));
}

/* Whether the original does the same twice, at most with other addresses in what it prints. Runs that
 * agree under two hash seeds have shown that. */
static bool is_repeatable(struct verification *v, struct script_baseline *base, uint32_t limit_ms)
{
    if (!script_difference(&base->seeds[0], &base->seeds[1], EXACT).len)
        return true;
    struct script_spec spec = { v->original, 0, v->profile, SCRIPT_COMPARED, S("") };
    struct script_end again;
    run_script(v, &spec, limit_ms, &again);
    if (script_difference(&base->seeds[0], &again, EXACT).len)
        base->looseness |= LOOSE_ADDRESSES;
    bool same = !script_difference(&base->seeds[0], &again, base->looseness).len;
    script_end_release(&again);
    return same;
}

/* Order does not count when that of a set shows in what is printed, and nothing but order. */
static void allow_reordering(struct verification *v, struct script_baseline *base,
                             uint32_t limit_ms)
{
    struct script_spec spec = { v->original, 0, v->profile, SCRIPT_PERTURBED, S("") };
    struct script_end other;
    run_script(v, &spec, limit_ms, &other);
    bool shows = script_difference(&base->seeds[0], &other, EXACT).len;
    bool only_order = !script_difference(&base->seeds[0], &other, LOOSE_ORDER).len;
    for (uint32_t seed = 1; seed < HASH_SEEDS; seed++) {
        shows = shows || script_difference(&base->seeds[0], &base->seeds[seed], EXACT).len;
        only_order = only_order &&
                     !script_difference(&base->seeds[0], &base->seeds[seed], LOOSE_ORDER).len;
    }
    if (shows && only_order)
        base->looseness |= LOOSE_ORDER;
    script_end_release(&other);
}

/* A program has to run some five times before anything can be said about it. */
static uint32_t script_limit_ms(const struct verification *v)
{
    uint64_t now = clock_ns(), end = v->job->deadline_ns;
    uint64_t share_ms = end > now ? (end - now) / 5000000 + 1 : 1;
    return share_ms < SCRIPT_MS ? (uint32_t) share_ms : SCRIPT_MS;
}

static struct script_baseline *script_baseline_get(struct verification *v)
{
    if (v->script)
        return v->script;
    v->script = ARENA_NEW(v->scratch, struct script_baseline);
    uint64_t start = clock_ns();
    uint32_t limit_ms = script_limit_ms(v);
    struct script_spec specs[HASH_SEEDS];
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++)
        specs[seed] =
            (struct script_spec){ v->original, seed, v->profile, SCRIPT_COMPARED, S("") };
    run_scripts(v, specs, HASH_SEEDS, limit_ms, v->script->seeds);
    for (uint32_t seed = 0; seed < HASH_SEEDS && !v->script->skipped.len; seed++)
        if (was_limited(&v->script->seeds[seed]))
            v->script->skipped =
                arena_printf(v->scratch, "not compared as a script: the original %.*s",
                             STR_ARG(how_it_ended(v->scratch, &v->script->seeds[seed], limit_ms)));
    if (!v->script->skipped.len && !is_repeatable(v, v->script, limit_ms))
        v->script->skipped = S("not compared as a script: it does not do the same twice");
    if (!v->script->skipped.len && v->relaxed & LOOSE_ORDER)
        allow_reordering(v, v->script, limit_ms);
    /* All candidates have the use of it: the one that comes first does not pay for it. */
    v->deadline_ns += clock_ns() - start;
    if (v->deadline_ns > v->job->deadline_ns)
        v->deadline_ns = v->job->deadline_ns;
    return v->script;
}

str script_remark(struct verification *v)
{
    struct script_end end;
    uint32_t limit_ms = verification_left_ms(v, REMARK_MS);
    struct script_spec spec = { v->original, 0, v->profile, SCRIPT_COMPARED, S("") };
    run_script(v, &spec, limit_ms, &end);
    bool fine = !was_limited(&end) && !end.status && end.reply.len && end.outcome.code == 0;
    str words = how_it_ended(v->job->arena, &end, limit_ms);
    script_end_release(&end);
    if (fine && str_starts(words, S("ended with exit status 0")))
        return (str){ 0 };
    return arena_printf(v->job->arena, "run as a script, the program %.*s", STR_ARG(words));
}

void script_release(struct verification *v)
{
    for (uint32_t seed = 0; v->script && seed < HASH_SEEDS; seed++)
        script_end_release(&v->script->seeds[seed]);
}

static str describe_end(struct arena *arena, const struct script_end *end)
{
    str exception;
    if (end->status)
        return end_in_words(arena, end->status, &end->outcome);
    int status = exit_status(end, &exception);
    return arena_printf(arena, "exit status %d %.*s; printed %.*s", status,
                        STR_ARG(str_slice(exception, 0, 500)),
                        STR_ARG(str_slice(buf_str(&end->out), 0, 1000)));
}

static bool fail_as_script(struct verification *v, struct trial *trial,
                           const struct script_end *expected, const struct script_end *actual,
                           str difference)
{
    struct counterexample *example = &trial->verdict->counterexample;
    if (verification_over(v))
        return verdict_fail(trial->verdict, GATE_BUDGET, S("time ran out during the comparison"));
    example->present = true;
    example->call = S("the program, run as a script");
    example->expected = describe_end(v->job->arena, expected);
    example->actual = describe_end(v->job->arena, actual);
    example->reproducer = reproducer_for_script(v->job->arena, v->original, trial->text,
                                                &v->job->request);
    return verdict_fail(trial->verdict, was_limited(actual) ? GATE_LIMIT : GATE_EQUIVALENCE,
                        arena_printf(v->job->arena, "run as a script it differs in %.*s",
                                     STR_ARG(difference)));
}

/* Sessions do not run what only drives the program: without a run as a script it must be the same. */
static bool same_driver(struct verification *v, struct trial *trial)
{
    if (str_equal(slice_of(v, v->original)->driver, slice_of(v, trial->text)->driver))
        return true;
    return verdict_fail(trial->verdict, GATE_EVIDENCE,
                        S("code at module level changed, and the program could not be compared as a "
                          "script"));
}

bool script_differs(struct verification *v, str source, enum sandbox_profile profile)
{
    const struct script_baseline *base = script_baseline_get(v);
    struct script_end actual;
    if (base->skipped.len)
        return false;
    struct script_spec spec = { source, 0, profile, SCRIPT_COMPARED, S("") };
    run_script(v, &spec, verification_left_ms(v, SLACK_MS), &actual);
    bool differs = script_difference(&base->seeds[0], &actual, base->looseness).len > 0 &&
                   !(actual.status && verification_over(v)); /* our time was up, not its */
    script_end_release(&actual);
    return differs;
}

bool script_trace(struct verification *v, str source, enum sandbox_profile profile,
                  const str_vec *ranges, str ret_traced[TRACED_FIELDS])
{
    struct script_end end;
    struct buf limits = { 0 };
    for (uint32_t i = 0; i < ranges->count; i++)
        buf_printf(&limits, "%.*s ", STR_ARG(ranges->items[i]));
    struct script_spec spec = { source, 0, profile, SCRIPT_COMPARED, buf_str(&limits) };
    run_script(v, &spec, verification_left_ms(v, TRACE_MS), &end);
    str rest = arena_str(v->scratch, buf_str(&end.reply)), ignored;
    bool traced = !end.status;
    for (int i = 0; i < 3; i++)
        traced = traced && field_next(&rest, &ignored);
    for (int i = 0; i < TRACED_FIELDS; i++)
        traced = traced && field_next(&rest, &ret_traced[i]);
    script_end_release(&end);
    buf_free(&limits);
    return traced;
}

bool script_passes(struct verification *v, struct trial *trial)
{
    const struct script_baseline *base = script_baseline_get(v);
    if (base->skipped.len && trial->needs_script)
        return verdict_fail(trial->verdict, GATE_EVIDENCE, arena_str(v->job->arena, base->skipped));
    if (base->skipped.len) {
        verdict_note(v, trial->verdict, base->skipped);
        return same_driver(v, trial);
    }
    struct script_spec specs[HASH_SEEDS];
    struct script_end actual[HASH_SEEDS];
    uint64_t longest_ns = 0;
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++) {
        specs[seed] =
            (struct script_spec){ trial->text, seed, trial->profile, SCRIPT_COMPARED, S("") };
        if (base->seeds[seed].elapsed_ns > longest_ns)
            longest_ns = base->seeds[seed].elapsed_ns;
    }
    uint32_t limit_ms = verification_left_ms(
        v, (uint32_t) (longest_ns / 100000) + SLACK_MS); /* ten times as long */
    run_scripts(v, specs, HASH_SEEDS, limit_ms, actual);
    bool same = true;
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++) {
        str difference = script_difference(&base->seeds[seed], &actual[seed], base->looseness);
        if (same && difference.len)
            same = fail_as_script(v, trial, &base->seeds[seed], &actual[seed], difference);
        script_end_release(&actual[seed]);
    }
    if (!same)
        return false;
    trial->verdict->script_checked = true;
    return true;
}

/* ---- as a workload ---------------------------------------------------------------------------- */

uint64_t script_elapsed_ns(struct verification *v)
{
    const struct script_baseline *base = script_baseline_get(v);
    str exception;
    if (base->skipped.len || exit_status(&base->seeds[0], &exception) != 0)
        return 0;
    uint64_t least_ns = UINT64_MAX, cpu_us = UINT64_MAX; /* a run may have waited for a processor */
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++) {
        const struct script_end *end = &base->seeds[seed];
        uint64_t us = end->outcome.user_us + end->outcome.system_us;
        least_ns = end->elapsed_ns < least_ns ? end->elapsed_ns : least_ns;
        cpu_us = us < cpu_us ? us : cpu_us;
    }
    return cpu_us >= WORK_US || least_ns >= WAIT_NS ? least_ns : 0;
}

/* Of everything but the use of the clock, which only compared runs report. */
static void digest(const struct script_end *end, char ret[65])
{
    struct buf all = { 0 };
    str exception;
    buf_byte(&all, (char) exit_status(end, &exception));
    field_put(&all, exception);
    field_put(&all, buf_str(&end->out));
    field_put(&all, buf_str(&end->err));
    for (uint32_t i = 0; i < end->outcome.file_count; i++) {
        field_put(&all, end->outcome.files[i].path);
        field_put(&all, end->outcome.files[i].content);
        field_put(&all, end->outcome.files[i].link);
    }
    sha256_hex(buf_str(&all), ret);
    buf_free(&all);
}

bool script_is_timeless(struct verification *v, const struct sample *original)
{
    const struct script_baseline *base = script_baseline_get(v);
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++) {
        char compared[65];
        digest(&base->seeds[seed], compared);
        if (base->looseness == EXACT && !strcmp(compared, original->results))
            return true;
    }
    return false;
}

enum status script_sample(struct verification *v, const struct session_spec *spec, uint32_t limit_ms,
                          struct sample *ret, struct sandbox_outcome *ret_outcome)
{
    struct script_spec script = { spec->source, spec->hash_seed, spec->profile, SCRIPT_TIMED,
                                  S("") };
    struct script_end end;
    run_script(v, &script, limit_ms, &end);
    enum status status = end.status;
    ret->run_ns = end.elapsed_ns;
    digest(&end, ret->results);
    *ret_outcome = end.outcome;
    end.outcome = (struct sandbox_outcome){ 0 };
    script_end_release(&end);
    return status;
}
