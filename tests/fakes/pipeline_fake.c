/*
 * pipeline_fake.c — see pipeline_fake.h. Linked instead of the engine's upper folders.
 */
#include "tests/fakes/pipeline_fake.h"

#include "hasten/pipeline.h"
#include "hasten/report.h"
#include "hasten/verify.h"

struct fake_pipeline fake;

struct sandbox {
    int unused;
};

enum status verify_open_sandbox(const struct config *config, struct sandbox **ret,
                                struct error *err)
{
    (void) config;
    if (atomic_load(&fake.no_sandbox))
        return error_set(err, STATUS_SANDBOX, "the fake sandbox does not open");
    *ret = xcalloc(1, sizeof(**ret));
    return STATUS_OK;
}

void sandbox_set_cancel(struct sandbox *sandbox, const atomic_bool *cancel)
{
    (void) sandbox;
    (void) cancel;
}

void sandbox_close(struct sandbox *sandbox)
{
    free(sandbox);
}

uint32_t sandbox_layers(const struct sandbox *sandbox)
{
    (void) sandbox;
    return SANDBOX_LAYER_rlimits | SANDBOX_LAYER_seccomp;
}

/* ---- requests: the code and the budget are all there is --------------------------------- */

void request_defaults(struct request *request)
{
    *request = (struct request){ .file_name = S("input.py"), .use_llm = true };
}

void request_write(const struct request *request, struct buf *out)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_str(&w, "code", request->code);
    json_double(&w, "seconds", request->budget.seconds);
    json_end(&w);
    json_done(&w);
}

enum status request_parse_as(enum request_kind kind, str json, const struct config *config,
                             struct arena *arena, struct request *ret, struct error *err)
{
    static const struct json_field fields[] = {
        { .name = "code",
          .type = FIELD_STR,
          .offset = offsetof(struct request, code),
          .required = true,
          .max = 1e9 },
        { .name = "seconds",
          .type = FIELD_DOUBLE,
          .max = 1e9,
          .offset = offsetof(struct request, budget.seconds) },
        { .name = NULL },
    };
    struct json *root;
    (void) config;
    request_defaults(ret);
    ret->kind = kind;
    enum status status = json_parse(json, &root, err);
    if (status)
        return status;
    status = json_read(root, fields, ret, arena, err);
    json_free(root);
    return status;
}

enum status request_parse(str json, const struct config *config, struct arena *arena,
                          struct request *ret, struct error *err)
{
    return request_parse_as(REQUEST_OPTIMIZE, json, config, arena, ret, err);
}

/* ---- runs ------------------------------------------------------------------------------- */

static int64_t number_after(str code, str word)
{
    int64_t n = 0;
    for (size_t i = word.len; i < code.len && code.ptr[i] >= '0' && code.ptr[i] <= '9'; i++)
        n = n * 10 + (code.ptr[i] - '0');
    return n;
}

static enum status work(struct job *job, struct error *err)
{
    bool hold = str_equal(job->request.code, S("hold"));
    bool forever = hold || str_equal(job->request.code, S("block"));
    uint64_t end =
        clock_ns() + (uint64_t) number_after(job->request.code, S("sleep ")) * 1000000;
    while (forever ? !(hold && atomic_load(&fake.released)) : clock_ns() < end) {
        const struct timespec ms = { 0, 1000000 };
        if (job_should_stop(job))
            return error_set(err, STATUS_CANCELLED, "stopped");
        job_progress(job, "verify", 50, NULL);
        nanosleep(&ms, NULL);
    }
    return STATUS_OK;
}

enum status pipeline_run(struct job *job, struct error *err)
{
    atomic_fetch_add(&fake.runs, 1);
    atomic_fetch_add(&fake.running, 1);
    if (fake.on_run)
        fake.on_run(job->id);
    if (job->request.api_key.len)
        atomic_store(&fake.saw_key, true);
    if (!job->sandbox)
        atomic_store(&fake.saw_no_sandbox, true);
    enum status status = STATUS_OK;
    if (str_equal(job->request.code, S("fail")))
        status = error_at(err, STATUS_INVALID_PYTHON, 1, 1, "invalid syntax");
    else if (!str_equal(job->request.code, S("ok")))
        status = work(job, err);
    job->optimized_code = job->request.code;
    atomic_fetch_sub(&fake.running, 1);
    return status;
}

enum status pipeline_analyze(struct job *job, struct error *err)
{
    atomic_fetch_add(&fake.analyses, 1);
    if (str_equal(job->request.code, S("fail")))
        return error_at(err, STATUS_INVALID_PYTHON, 1, 1, "invalid syntax");
    return str_equal(job->request.code, S("ok")) ? STATUS_OK : work(job, err);
}

/* ---- reports ---------------------------------------------------------------------------- */

static void write_code(const char *key, str value, struct buf *out)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_str(&w, key, value);
    json_end(&w);
    json_done(&w);
}

void report_optimize_json(const struct job *job, struct buf *out)
{
    write_code("optimized_code", job->optimized_code, out);
}

void report_verify_json(const struct job *job, struct buf *out)
{
    write_code("verified", job->request.code, out);
}

void report_analyze_json(const struct job *job, struct buf *out)
{
    write_code("analyzed", job->request.code, out);
}

void report_problem_json(const struct error *err, const char *instance, struct buf *out)
{
    (void) instance;
    write_code("code", str_from(status_code(err->status)), out);
}
