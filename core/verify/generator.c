/*
 * generator.c — the owner's side of harness/inputs.py: a process that knows the original program
 * only, proposes inputs for one function and keeps its findings for later questions (ladder,
 * shrinking, a second draw). What it sends are claims of a process in which user code runs: pickles
 * stay closed here, texts are cut, counts are bounded.
 */
#include "verify_internal.h"

enum { MAX_TEXT = 400, FIELDS_OF_INPUT = 5, GENERATOR_SPARE_MS = 30000, HUNT_SPARE_MS = 20000 };

bool input_is_binding(const struct verification *v, const struct input *input)
{
    return !v->contractual || !input->outside;
}

static str join_lines(struct buf *out, const struct str_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (i)
            buf_byte(out, '\n');
        buf_append(out, list->items[i]);
    }
    return buf_str(out);
}

static void put_payload(struct verification *v, str function, struct buf *payload)
{
    const struct request *request = &v->job->request;
    struct buf argv = { 0 };
    field_put(payload, v->original);
    field_put(payload, S("program"));
    field_put(payload, function);
    field_put(payload, join_lines(&argv, &request->workload.argv));
    field_put(payload, request->workload.stdin_text);
    field_put(payload, request->workload.args);
    field_put(payload, request->workload.entry);
    field_put(payload, request->workload.setup);
    field_put(payload, request->tests);
    buf_free(&argv);
}

enum status generator_open(struct verification *v, str function, struct generator *generator,
                           struct error *err)
{
    struct buf payload = { 0 };
    put_payload(v, function, &payload);
    struct sandbox_spec spec = {
        .profile = v->profile,
        .limits = { .wall_ms = verification_left_ms(v, UINT32_MAX / 2) + GENERATOR_SPARE_MS,
                    .reply_bytes = 64 << 20 },
        .numpy = v->numpy,
        .entry = "inputs.inputs",
        .payload = buf_str(&payload),
    };
    generator->v = v;
    enum status status = run_begin(v, &spec, &generator->run, err);
    buf_free(&payload);
    return status;
}

void generator_close(struct generator *generator)
{
    if (generator->run)
        run_end(generator->v, generator->run, 0, NULL);
    generator->run = NULL;
}

static void read_inputs(struct verification *v, str reply, input_vec *ret)
{
    str fields[FIELDS_OF_INPUT];
    while (!arena_over(v->scratch)) {
        for (size_t i = 0; i < FIELDS_OF_INPUT; i++)
            if (!field_next(&reply, &fields[i]))
                return;
        *VEC_PUSH(v->scratch, ret) = (struct input){
            .pickle = arena_str(v->scratch, fields[0]),
            .call = arena_str(v->scratch, str_slice(fields[1], 0, MAX_TEXT)),
            .origin = arena_str(v->scratch, str_slice(fields[2], 0, 32)),
            .weight = field_decimal(fields[3]),
            .outside = fields[4].len > 0,
        };
    }
}

/* One question; when it fails the process is gone and later questions fail as well. The slice is valid
 * until the next one. */
static enum status ask(struct generator *generator, const str *fields, size_t count,
                       uint32_t timeout_ms, str *ret_reply, struct error *err)
{
    if (!generator->run)
        return error_set(err, STATUS_UNAVAILABLE, "no inputs can be made for this function");
    struct buf request = { 0 };
    struct sandbox_reply reply;
    for (size_t i = 0; i < count; i++)
        field_put(&request, fields[i]);
    slot_enter();
    enum status status = sandbox_call(generator->run, buf_str(&request), timeout_ms, &reply, err);
    slot_leave();
    buf_free(&request);
    if (status)
        generator_close(generator);
    else
        *ret_reply = reply.payload;
    return status;
}

static enum status ask_inputs(struct verification *v, struct generator *generator,
                              const str *fields, size_t count, uint32_t timeout_ms, input_vec *ret,
                              struct error *err)
{
    str reply;
    enum status status = ask(generator, fields, count, timeout_ms, &reply, err);
    if (!status)
        read_inputs(v, reply, ret);
    return status;
}

enum status generator_draw(struct verification *v, struct generator *generator, uint32_t count,
                           uint32_t ms, uint32_t seed, input_vec *ret, struct error *err)
{
    str fields[] = { S("generate"), arena_printf(v->scratch, "%u", count),
                     arena_printf(v->scratch, "%u", ms), arena_printf(v->scratch, "%u", seed) };
    return ask_inputs(v, generator, fields, ARRAY_LEN(fields), ms * 4 + 8000, ret, err);
}

enum status generator_ladder(struct verification *v, struct generator *generator,
                             uint64_t target_ns, uint32_t ms, input_vec *ret, struct error *err)
{
    str fields[] = { S("ladder"),
                     arena_printf(v->scratch, "%llu", (unsigned long long) target_ns),
                     arena_printf(v->scratch, "%llu", (unsigned long long) target_ns * 4),
                     arena_printf(v->scratch, "%u", ms) };
    return ask_inputs(v, generator, fields, ARRAY_LEN(fields), ms * 2 + 8000, ret, err);
}

enum status generator_hunt(struct verification *v, str function, const input_vec *seeds,
                           const str_vec *texts, uint32_t ms, input_vec *ret, struct error *err)
{
    struct buf payload = { 0 };
    field_put(&payload, slice_of(v, v->original)->definitions);
    field_put(&payload, function);
    field_put(&payload, arena_printf(v->scratch, "%u", ms));
    field_put(&payload, S("1"));
    field_put(&payload, arena_printf(v->scratch, "%u", seeds->count));
    for (uint32_t i = 0; i < seeds->count; i++)
        field_put(&payload, seeds->items[i].pickle);
    for (uint32_t i = 0; i < texts->count; i++)
        field_put(&payload, texts->items[i]);
    uint32_t limit_ms = verification_left_ms(v, ms + HUNT_SPARE_MS);
    struct sandbox_spec spec = {
        .profile = v->profile,
        .limits = { .wall_ms = limit_ms + GENERATOR_SPARE_MS, .reply_bytes = 16 << 20 },
        .numpy = v->numpy,
        .entry = "hunt.hunt",
        .payload = buf_str(&payload),
    };
    struct sandbox_run *run;
    struct sandbox_reply reply;
    enum expense before = spend_on(v, EXPENSE_breeding);
    slot_enter();
    enum status status = run_begin(v, &spec, &run, err);
    if (!status) {
        status = sandbox_call(run, S("hunt"), limit_ms, &reply, err);
        if (!status)
            read_inputs(v, reply.payload, ret);
        run_end(v, run, 0, NULL);
    }
    slot_leave();
    spend_on(v, before);
    buf_free(&payload);
    return status;
}

enum status generator_shrink(struct verification *v, struct generator *generator,
                             const struct input *input, input_vec *ret, struct error *err)
{
    str fields[] = { S("shrink"), input->pickle };
    return ask_inputs(v, generator, fields, ARRAY_LEN(fields), 3000, ret, err);
}

str generator_trouble(struct verification *v, struct generator *generator)
{
    str fields[] = { S("trouble") }, reply;
    struct error err = { 0 };
    if (ask(generator, fields, ARRAY_LEN(fields), 3000, &reply, &err))
        return (str){ 0 };
    return arena_str(v->scratch, str_slice(reply, 0, MAX_TEXT));
}

enum status generator_reach(struct verification *v, struct generator *generator, struct input_reach *ret,
                            struct error *err)
{
    str fields[] = { S("reach") }, rest;
    enum status status = ask(generator, fields, ARRAY_LEN(fields), 3000, &rest, err);
    uint32_t *numbers[] = { &ret->lines, &ret->reached, &ret->returning, &ret->raising };
    for (size_t i = 0; !status && i < ARRAY_LEN(numbers); i++) {
        str digits = { 0 };
        field_next(&rest, &digits);
        *numbers[i] = (uint32_t) field_decimal(digits);
    }
    if (!status && field_next(&rest, &ret->remark))
        ret->remark = arena_str(v->scratch, str_slice(ret->remark, 0, MAX_TEXT));
    return status;
}
