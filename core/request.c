/*
 * request.c — the request bodies: one table each that reads it, and writes it back for the store.
 *
 * The tables are the contract of design "Request fields"; openapi.yaml says the same to clients.
 * `api_key` is read and never written.
 */
#include <math.h>

#include "hasten/pipeline.h"

/* What a body may hold beyond struct request: repositories are named by the contract already. */
struct body {
    struct request request;
    str repo_url, branch;
    struct str_list exclude;
    str original; /* what the verify door calls `code` */
    bool has_code, has_original, has_repo_url;
};

#define AT(member) offsetof(struct body, member)
#define REQ(member) offsetof(struct body, request.member)
#define TEXT_MAX 1048576.0
#define SOURCE_MAX 1e9 /* config.max_source is smaller and has an error of its own */
#define NAME_MAX_LEN 256.0
#define END_OF_TABLE { .name = NULL }

static const char *const rungs[] = { "", "tested", "guarded+tested", "proved+tested", NULL };
static const char *const goals[] = { "speed", "memory", "readability", NULL };
static const char *const executors[] = { "process", "thread", "asyncio", "dask", "mpi4py", NULL };

#define IN(parent, member) (offsetof(struct request, parent.member) - offsetof(struct request, parent))

static const struct json_field target_fields[] = {
    { .name = "python", .type = FIELD_STR, .offset = IN(target, python), .max = 16 },
    { .name = "cores", .type = FIELD_INT, .offset = IN(target, cores), .max = 4096 },
    { .name = "libraries", .type = FIELD_STR_LIST, .offset = IN(target, libraries), .max = 64 },
    { .name = "executor", .type = FIELD_STR, .offset = IN(target, executor), .max = 32 },
    END_OF_TABLE,
};

static const struct json_field workload_fields[] = {
    { .name = "entry", .type = FIELD_STR, .offset = IN(workload, entry), .max = TEXT_MAX },
    { .name = "setup", .type = FIELD_STR, .offset = IN(workload, setup), .max = TEXT_MAX },
    { .name = "args", .type = FIELD_STR, .offset = IN(workload, args), .max = TEXT_MAX },
    { .name = "argv", .type = FIELD_STR_LIST, .offset = IN(workload, argv), .max = 256 },
    { .name = "stdin", .type = FIELD_STR, .offset = IN(workload, stdin_text), .max = TEXT_MAX },
    END_OF_TABLE,
};

static const struct json_field observe_fields[] = {
    { .name = "float_ulp", .type = FIELD_BOOL, .offset = IN(observe, float_ulp) },
    { .name = "unordered_set_iteration",
      .type = FIELD_BOOL,
      .offset = IN(observe, unordered_set_iteration) },
    END_OF_TABLE,
};

static const struct json_field budget_fields[] = {
    { .name = "seconds", .type = FIELD_DOUBLE, .offset = IN(budget, seconds), .max = 3600 },
    { .name = "tokens", .type = FIELD_INT, .offset = IN(budget, tokens), .max = 1e9 },
    { .name = "usd", .type = FIELD_DOUBLE, .offset = IN(budget, usd), .max = 1e6 },
    END_OF_TABLE,
};

/* Members of struct request that stand under "options". */
static const struct json_field option_fields[] = {
    { .name = "use_llm", .type = FIELD_BOOL, .offset = offsetof(struct request, use_llm) },
    { .name = "file_name",
      .type = FIELD_STR,
      .offset = offsetof(struct request, file_name),
      .min = 1,
      .max = NAME_MAX_LEN },
    END_OF_TABLE,
};

/* clang-format off */
#define CODE_FIELD \
    { .name = "code", .type = FIELD_STR, .offset = REQ(code), .present = AT(has_code) }
/* How to judge: the same in every request that runs code. */
#define JUDGING_FIELDS \
    { .name = "target", .type = FIELD_OBJECT, .offset = REQ(target), .fields = target_fields }, \
    { .name = "workload", .type = FIELD_OBJECT, .offset = REQ(workload), .fields = workload_fields }, \
    { .name = "tests", .type = FIELD_STR, .offset = REQ(tests), .max = TEXT_MAX }, \
    { .name = "accept", .type = FIELD_CHOICE, .offset = REQ(accept), .choices = rungs }, \
    { .name = "observe", .type = FIELD_OBJECT, .offset = REQ(observe), .fields = observe_fields }, \
    { .name = "min_speedup", .type = FIELD_DOUBLE, .offset = REQ(min_speedup), .min = 1, .max = 1000 }, \
    { .name = "budget", .type = FIELD_OBJECT, .offset = REQ(budget), .fields = budget_fields }, \
    { .name = "options", .type = FIELD_OBJECT, .offset = AT(request), .fields = option_fields }

static const struct json_field optimize_fields[] = {
    CODE_FIELD,
    { .name = "repo_url", .type = FIELD_STR, .offset = AT(repo_url), .max = 2048, .present = AT(has_repo_url) },
    { .name = "branch", .type = FIELD_STR, .offset = AT(branch), .max = NAME_MAX_LEN },
    { .name = "exclude", .type = FIELD_STR_LIST, .offset = AT(exclude), .max = 256 },
    { .name = "prompt", .type = FIELD_STR, .offset = REQ(prompt), .max = 16384 },
    { .name = "llm_provider", .type = FIELD_STR, .offset = REQ(llm_provider), .max = 64 },
    { .name = "model", .type = FIELD_STR, .offset = REQ(model), .max = NAME_MAX_LEN },
    { .name = "api_key", .type = FIELD_STR, .offset = REQ(api_key), .max = 4096 },
    { .name = "endpoint", .type = FIELD_STR, .offset = REQ(endpoint), .max = 2048 },
    { .name = "temperature", .type = FIELD_DOUBLE, .offset = REQ(temperature), .max = 2 },
    { .name = "max_tokens", .type = FIELD_INT, .offset = REQ(max_tokens), .min = 1, .max = 1e6 },
    { .name = "fallback_models", .type = FIELD_STR_LIST, .offset = REQ(fallback_models), .max = 3 },
    { .name = "goals", .type = FIELD_STR_LIST, .offset = REQ(goals), .max = 3 },
    { .name = "strategies", .type = FIELD_STR_LIST, .offset = REQ(strategies), .max = 64 },
    { .name = "callback_url", .type = FIELD_STR, .offset = REQ(callback_url), .max = 2048 },
    JUDGING_FIELDS,
    END_OF_TABLE,
};

static const struct json_field verify_fields[] = {
    { .name = "original", .type = FIELD_STR, .offset = AT(original), .present = AT(has_original) },
    CODE_FIELD,
    { .name = "candidate", .type = FIELD_STR, .offset = REQ(candidate), .min = 1, .max = SOURCE_MAX, .required = true },
    { .name = "measure", .type = FIELD_BOOL, .offset = REQ(measure) },
    JUDGING_FIELDS,
    END_OF_TABLE,
};
/* clang-format on */

static const struct json_field *fields_of(enum request_kind kind)
{
    return kind == REQUEST_VERIFY ? verify_fields : optimize_fields;
}

void request_defaults(struct request *r)
{
    *r = (struct request){
        .temperature = -1,
        .accept = RUNG_TESTED,
        .min_speedup = 1.05,
        .use_llm = true,
        .measure = true,
        .file_name = S("input.py"),
        .target.executor = S("process"),
    };
}

static bool in_list(str name, const char *const *choices)
{
    while (*choices && !str_equal(name, str_from(*choices)))
        choices++;
    return *choices != NULL;
}

static bool is_pattern(str name)
{
    for (int p = 0; p < PATTERN_COUNT; p++)
        if (str_equal(name, str_from(pattern_name((enum pattern) p))))
            return true;
    return false;
}

static enum status check_names(const struct request *r, struct error *err)
{
    for (uint32_t i = 0; i < r->goals.count; i++)
        if (!in_list(r->goals.items[i], goals))
            return error_field(err, STATUS_INVALID_FIELD, "goals",
                               "goals may hold speed, memory and readability.");
    for (uint32_t i = 0; i < r->strategies.count; i++)
        if (!is_pattern(r->strategies.items[i]))
            return error_field(err, STATUS_INVALID_FIELD, "strategies",
                               "strategies[%u] is not the name of a pattern.", i);
    if (!in_list(r->target.executor, executors))
        return error_field(err, STATUS_INVALID_FIELD, "target.executor",
                           "target.executor must be process, thread, asyncio, dask or mpi4py.");
    if (r->callback_url.len)
        return error_field(err, STATUS_NOT_IMPLEMENTED, "callback_url",
                           "callback_url is not supported yet; poll the job instead.");
    return STATUS_OK;
}

/* Python 3 only, "3" or "3.N". */
static enum status check_python(const struct request *r, struct error *err)
{
    str v = r->target.python;
    bool ok = v.len == 0 || str_equal(v, S("3")) || (v.len > 2 && str_starts(v, S("3.")));
    for (size_t i = 2; ok && i < v.len; i++)
        ok = v.ptr[i] >= '0' && v.ptr[i] <= '9';
    if (ok)
        return STATUS_OK;
    return error_field(err, STATUS_INVALID_FIELD, "target.python",
                       "target.python must look like 3.11.");
}

static enum status check_length(str text, const char *field, const struct config *config,
                                struct error *err)
{
    if ((int64_t) text.len <= config->max_source)
        return STATUS_OK;
    return error_field(err, STATUS_TOO_LARGE, field, "%s may have at most %lld bytes.", field,
                       (long long) config->max_source);
}

static enum status check_source(const struct body *b, const struct config *config,
                                struct error *err)
{
    if (b->has_code && b->has_repo_url)
        return error_field(err, STATUS_CONFLICTING_FIELDS, "repo_url",
                           "Send either code or repo_url, not both.");
    if (b->has_repo_url)
        return error_field(err, STATUS_NOT_IMPLEMENTED, "repo_url",
                           "Repositories are not supported yet; send code.");
    if (!b->has_code)
        return error_field(err, STATUS_MISSING_FIELD, "code", "code is required.");
    if (b->branch.len || b->exclude.count)
        return error_field(err, STATUS_CONFLICTING_FIELDS, b->branch.len ? "branch" : "exclude",
                           "This field needs repo_url.");
    return check_length(b->request.code, "code", config, err);
}

/* `original` may also be called `code`, as in the other requests. */
static enum status check_pair(struct body *b, const struct config *config, struct error *err)
{
    if (b->has_code && b->has_original)
        return error_field(err, STATUS_CONFLICTING_FIELDS, "code",
                           "Send either original or code, not both.");
    if (!b->has_code && !b->has_original)
        return error_field(err, STATUS_MISSING_FIELD, "original", "original is required.");
    if (b->has_original)
        b->request.code = b->original;
    enum status status = check_length(b->request.code, "original", config, err);
    return status ? status : check_length(b->request.candidate, "candidate", config, err);
}

enum status request_parse_as(enum request_kind kind, str json, const struct config *config,
                             struct arena *arena, struct request *ret, struct error *err)
{
    struct json *root;
    enum status status = json_parse(json, &root, err);
    if (status)
        return status;
    struct body b = { .has_code = false };
    request_defaults(&b.request);
    b.request.kind = kind;
    status = json_read(root, fields_of(kind), &b, arena, err);
    json_free(root);
    if (!status)
        status = kind == REQUEST_VERIFY ? check_pair(&b, config, err)
                                        : check_source(&b, config, err);
    if (!status)
        status = check_names(&b.request, err);
    if (!status)
        status = check_python(&b.request, err);
    if (status)
        return status;
    if (b.request.accept == RUNG_NONE)
        b.request.accept = RUNG_TESTED;
    *ret = b.request;
    return STATUS_OK;
}

enum status request_parse(str json, const struct config *config, struct arena *arena,
                          struct request *ret, struct error *err)
{
    return request_parse_as(REQUEST_OPTIMIZE, json, config, arena, ret, err);
}

/* ---- one field by its name ------------------------------------------------------------ */

static const struct json_field *find_field(const struct json_field *table, str name)
{
    while (table && table->name && !str_equal(name, str_from(table->name)))
        table++;
    return table && table->name ? table : NULL;
}

static bool is_text(const struct json_field *f)
{
    return f->type == FIELD_STR || f->type == FIELD_CHOICE || f->type == FIELD_STR_LIST;
}

static bool is_json(str value)
{
    struct json *root = NULL;
    struct error err;
    bool valid = json_parse(value, &root, &err) == STATUS_OK;
    json_free(root);
    return valid;
}

static void write_value(struct json_writer *w, const struct json_field *f, str value)
{
    if (!is_text(f)) {
        json_raw(w, f->name, value);
    } else if (f->type == FIELD_STR_LIST) {
        json_array(w, f->name);
        for (size_t begin = 0; begin <= value.len;) {
            size_t comma = str_find(str_slice(value, begin, value.len), S(","));
            size_t end = comma == SIZE_MAX ? value.len : begin + comma;
            json_str(w, NULL, str_trim(str_slice(value, begin, end)));
            begin = end + 1;
        }
        json_end(w);
    } else {
        json_str(w, f->name, value);
    }
}

/* {"target": {"cores": 2}} goes through the same table as a body. */
static void write_assignment(struct buf *out, const struct json_field *object,
                             const struct json_field *f, str value)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    if (object)
        json_object(&w, object->name);
    write_value(&w, f, value);
    if (object)
        json_end(&w);
    json_end(&w);
    json_done(&w);
}

enum status request_set(struct request *r, str name, str value, struct arena *arena,
                        struct error *err)
{
    size_t dot = str_find(name, S("."));
    str head = str_slice(name, 0, dot == SIZE_MAX ? name.len : dot);
    const struct json_field *object = NULL, *f = find_field(optimize_fields, head);
    if (f && dot != SIZE_MAX) {
        object = f;
        f = find_field(f->fields, str_slice(name, dot + 1, name.len));
    }
    bool settable = f && f->type != FIELD_OBJECT && !f->present && !str_equal(name, S("api_key"));
    if (!settable)
        return error_field(err, STATUS_UNKNOWN_FIELD, "name", "%.*s is no field of a request.",
                           STR_ARG(name));
    if (!is_text(f) && !is_json(value))
        return error_field(err, STATUS_INVALID_FIELD, f->name, "not a usable value: %.*s",
                           STR_ARG(value));
    struct buf text = { 0 };
    struct json *root = NULL;
    struct body b = { .request = *r };
    write_assignment(&text, object, f, value);
    enum status status = json_parse(buf_str(&text), &root, err);
    buf_free(&text);
    if (status)
        return status;
    status = json_read(root, optimize_fields, &b, arena, err);
    json_free(root);
    status = status ? status : check_names(&b.request, err);
    status = status ? status : check_python(&b.request, err);
    if (!status)
        *r = b.request;
    return status;
}

/* ---- back to JSON -------------------------------------------------------------------- */

static void write_fields(struct json_writer *w, const struct json_field *table, const void *base);

static void write_list(struct json_writer *w, const char *name, const struct str_list *list)
{
    if (list->count == 0)
        return;
    json_array(w, name);
    for (uint32_t i = 0; i < list->count; i++)
        json_str(w, NULL, list->items[i]);
    json_end(w);
}

/* A value that request_parse() would refuse is a default that says "not given". */
static void write_field(struct json_writer *w, const struct json_field *f, const void *slot)
{
    switch (f->type) {
    case FIELD_STR:
        if (((const str *) slot)->len)
            json_str(w, f->name, *(const str *) slot);
        break;
    case FIELD_BOOL:
        json_bool(w, f->name, *(const bool *) slot);
        break;
    case FIELD_INT:
        if ((double) *(const int64_t *) slot >= f->min)
            json_int(w, f->name, *(const int64_t *) slot);
        break;
    case FIELD_DOUBLE:
        if (*(const double *) slot >= f->min)
            json_double(w, f->name, *(const double *) slot);
        break;
    case FIELD_STR_LIST:
        write_list(w, f->name, slot);
        break;
    case FIELD_CHOICE:
        json_cstr(w, f->name, f->choices[*(const int *) slot]);
        break;
    case FIELD_OBJECT:
        json_object(w, f->name);
        write_fields(w, f->fields, slot);
        json_end(w);
        break;
    case FIELD_RAW:
        break;
    }
}

static void write_fields(struct json_writer *w, const struct json_field *table, const void *base)
{
    for (const struct json_field *f = table; f->name; f++) {
        bool secret = strcmp(f->name, "api_key") == 0;
        const void *slot = (const char *) base + f->offset;
        bool required = strcmp(f->name, "code") == 0;
        if (required)
            json_str(w, f->name, *(const str *) slot);
        else if (!secret)
            write_field(w, f, slot);
    }
}

void request_write(const struct request *r, struct buf *out)
{
    struct body b = { .request = *r };
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    write_fields(&w, fields_of(r->kind), &b);
    json_end(&w);
    json_done(&w);
}
