/*
 * transform.c — the transform stage: findings and proposals in, candidates out.
 *
 * Each finding goes to the row of transforms.def that serves its pattern, each LLM proposal
 * to the static gates of proposal.c. What comes back is checked once more before anybody
 * pays for running it: the edits must apply, and the result must parse. A candidate that
 * was refused keeps its place in the answer, without edits and with a verdict, so that the
 * caller learns why; refused ones come last, the others by expected gain.
 *
 * How strong the static argument is follows from the conditions alone. All hold: proved.
 * Each that does not hold is answered by a run-time test in the emitted code: guarded.
 * Otherwise the differential test is all there is: tested. A rewriting says that it emitted
 * the test for a condition by adding a condition of the same name, which replaces the
 * detector's.
 *
 * Runs in the job's worker thread; everything lives in the job's arena.
 */
#include "hasten/idiom.h"
#include "transform_internal.h"

static const struct transform *const transforms[PATTERN_COUNT] = {
#define TRANSFORM(pattern, object) [PATTERN_##pattern] = &object,
#include "transforms.def"
#undef TRANSFORM
};

/* ---- which findings are wanted ---------------------------------------------------- */

static bool names_pattern(const struct str_list *list, int pattern)
{
    for (uint32_t i = 0; i < list->count; i++)
        for (int p = 0; p < PATTERN_COUNT; p++)
            if ((pattern < 0 || pattern == p) &&
                str_equal(list->items[i], str_from(pattern_name((enum pattern) p))))
                return true;
    return false;
}

/* A list that names patterns selects them; one that names none leaves the choice open. */
static bool is_wanted(const struct request *request, enum pattern pattern)
{
    const struct str_list *lists[] = { &request->strategies, &request->goals };
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        if (names_pattern(lists[i], -1) && !names_pattern(lists[i], (int) pattern))
            return false;
    return true;
}

/* ---- conditions and rung ------------------------------------------------------------ */

static const struct condition *find_condition(const struct candidate *c, str name)
{
    for (uint32_t i = 0; i < c->conditions.count; i++)
        if (str_equal(c->conditions.items[i].name, name))
            return &c->conditions.items[i];
    return NULL;
}

static enum rung rung_of(const struct condition *condition, bool guard_emitted)
{
    if (condition->holds)
        return RUNG_PROVED;
    bool guarded = guard_emitted && condition->needs == CERTAINTY_NEEDS_GUARD;
    return guarded ? RUNG_GUARDED : RUNG_TESTED;
}

static void lower(enum rung *rung, enum rung limit)
{
    if (limit < *rung)
        *rung = limit;
}

/* Settles best_rung and copies the finding's conditions in front of the rewriting's own. */
static void adopt_conditions(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct candidate own = *c;
    memset(&c->conditions, 0, sizeof(c->conditions));
    c->best_rung = RUNG_PROVED;
    for (uint32_t i = 0; i < f->conditions.count; i++) {
        if (find_condition(&own, f->conditions.items[i].name))
            continue;
        *VEC_PUSH(rw->arena, &c->conditions) = f->conditions.items[i];
        lower(&c->best_rung, rung_of(&f->conditions.items[i], false));
    }
    for (uint32_t i = 0; i < own.conditions.count; i++) {
        *VEC_PUSH(rw->arena, &c->conditions) = own.conditions.items[i];
        lower(&c->best_rung, rung_of(&own.conditions.items[i], true));
    }
}

/* ---- candidates --------------------------------------------------------------------- */

struct made {
    struct candidate candidate;
    str refusal; /* "" when it stands */
};
typedef VEC(struct made) made_vec;

/* What is emitted must be Python and must differ from the original. */
static bool result_parses(const struct rewriting *rw, struct candidate *c, str *ret_why)
{
    struct arena *scratch = arena_new(512u << 20);
    struct py_module *module;
    str source = rw->job->request.code;
    bool sorted = edits_sort(&c->edits, source.len);
    str text = sorted ? edits_render(source, &c->edits, scratch) : S("");
    enum status status = sorted ? py_parse(text, scratch, &module, NULL) : STATUS_INTERNAL;
    bool same = sorted && str_equal(text, source);
    arena_free(scratch);
    if (!sorted)
        return refuse(ret_why, "internal: the edits of the rewrite overlap");
    if (status != STATUS_OK)
        return refuse(ret_why, "internal: the rewritten module does not parse");
    return !same || refuse(ret_why, "the rewrite changes nothing");
}

/* Sorting moves edits: the guard goes on pointing at the one that holds its digits. */
static void follow_guard(struct candidate *c, str text)
{
    for (uint32_t i = 0; c->guard.present && i < c->edits.count; i++)
        if (c->edits.items[i].text.ptr == text.ptr)
            c->guard.edit = i;
}

static bool settle(struct rewriting *rw, struct candidate *c, str *ret_why)
{
    str guard_text = c->guard.present ? c->edits.items[c->guard.edit].text : S("");
    align_continuations(rw, c);
    if (!result_parses(rw, c, ret_why))
        return false;
    follow_guard(c, guard_text);
    return true;
}

static void withdraw(struct candidate *c)
{
    memset(&c->edits, 0, sizeof(c->edits));
    memset(&c->guard, 0, sizeof(c->guard));
    c->best_rung = RUNG_NONE;
}

/* Amdahl's law: what the whole gains when a part of it does. */
static double expected_of(const struct benefit *benefit)
{
    double speedup = benefit->speedup > 1 ? benefit->speedup : 1;
    return benefit->share > 0 ? 1 / (1 - benefit->share + benefit->share / speedup)
                              : benefit->speedup;
}

static void from_finding(struct rewriting *rw, const struct finding *f, struct made *made)
{
    const struct transform *transform = f->idiom ? &transform_idiom : transforms[f->pattern];
    struct candidate *c = &made->candidate;
    *c = (struct candidate){
        .transform = str_from(pattern_name(f->pattern)), .summary = f->idiom ? f->idiom->idiom->summary : str_from(transform->summary),
        .finding = f->id, .function = f->function, .line = f->line, .end_line = f->end_line,
        .expected_speedup = expected_of(&f->benefit),
    };
    str entry = entry_point(rw, f->node);
    if (entry.len)
        *VEC_PUSH(rw->arena, &c->entry_points) = entry;
    c->module_code = str_equal(f->function, S("<module>"));
    made->refusal = S("");
    if (transform->legal(rw, f, &made->refusal))
        transform->rewrite(rw, f, c);
    adopt_conditions(rw, f, c);
    if (made->refusal.len || !settle(rw, c, &made->refusal))
        withdraw(c);
}

static void from_proposal(struct rewriting *rw, const struct proposal *p, struct made *made)
{
    struct candidate *c = &made->candidate;
    *c = (struct candidate){ .transform = S("llm"), .from_llm = true, .summary = p->summary,
                             .finding = -1, .best_rung = RUNG_TESTED, .function = p->function,
                             .expected_speedup = 1.0 };
    made->refusal = S("");
    if (!proposal_rewrite(rw, p, c, &made->refusal) || !settle(rw, c, &made->refusal))
        withdraw(c);
}

/* Stable: what stands comes first, by expected gain. */
static void order(made_vec *made)
{
    for (uint32_t i = 1; i < made->count; i++) {
        struct made moving = made->items[i];
        uint32_t j = i;
        for (; j > 0; j--) {
            const struct made *other = &made->items[j - 1];
            bool better = !moving.refusal.len &&
                          (other->refusal.len || moving.candidate.expected_speedup >
                                                     other->candidate.expected_speedup);
            if (!better)
                break;
            made->items[j] = *other;
        }
        made->items[j] = moving;
    }
}

static void publish(struct job *job, const made_vec *made)
{
    for (uint32_t i = 0; i < made->count; i++) {
        uint32_t id = job->candidates.count;
        *VEC_PUSH(job->arena, &job->candidates) = made->items[i].candidate;
        job->candidates.items[id].id = id;
        if (made->items[i].refusal.len)
            *VEC_PUSH(job->arena, &job->verdicts) = (struct verdict){
                .candidate = id, .failed = GATE_STATIC, .reason = made->items[i].refusal
            };
    }
}

enum status transform_apply(struct job *job, struct error *err)
{
    if (!job->module)
        return error_set(err, STATUS_INTERNAL, "the module was not analysed");
    struct rewriting rw = {
        .job = job, .arena = job->arena, .module = job->module, .tree = py_tree(job->module),
        .scopes = py_scopes(job->module),
        .facts = job->facts ? job->facts : py_facts_new(job->module, job->arena),
        .layout = layout_of(job->request.code),
    };
    made_vec made = { 0 };
    for (uint32_t i = 0; i < job->findings.opportunities.count && !job_should_stop(job); i++) {
        const struct finding *f = &job->findings.opportunities.items[i];
        if ((f->idiom || transforms[f->pattern]) && is_wanted(&job->request, f->pattern))
            from_finding(&rw, f, VEC_PUSH(job->arena, &made));
    }
    for (uint32_t i = 0; i < job->proposals.count && !job_should_stop(job); i++)
        from_proposal(&rw, &job->proposals.items[i], VEC_PUSH(job->arena, &made));
    order(&made);
    publish(job, &made);
    return STATUS_OK;
}
