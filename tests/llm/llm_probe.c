/*
 * llm_probe.c — drives the LLM stage alone, against any server, and prints what it reported.
 *
 *   llm_probe FILE.py base_url=URL model=NAME [name=value ...]
 *
 * Names: model, key, timeout (s), budget (s, of the job), tokens, request_key, request_model,
 * fallback (once per model), endpoint, provider, prompt, runs, cancel (1: cancelled beforehand),
 * real (1: pauses really pass).
 *
 * Unless real=1, a pause only moves the clock that the stage sees, so that a test of back-off needs
 * no time. The network always runs on real time: what the virtual clock is ahead is taken off its
 * deadlines again.
 *
 * Prints an array with one object per run: report, pauses, proposals.
 */
#include "core/llm/llm_internal.h"

#define FALLBACKS_MAX 8u

/* The clock of the stage: real time plus what pauses skipped. */
struct skipping_clock {
    struct transport *transport;
    uint64_t skipped_ns;
    int64_t pauses[64];
    uint32_t pause_count;
    bool real;
};

struct probe {
    struct config config;
    struct skipping_clock clock;
    struct llm_client *client;
    str code;
    struct str_list fallbacks;
    str fallback_items[FALLBACKS_MAX];
    str request_key, request_model, endpoint, provider, prompt;
    int64_t tokens, budget_s, runs;
    atomic_bool cancelled;
};

static uint64_t clock_now(void *context)
{
    return clock_ns() + ((struct skipping_clock *) context)->skipped_ns;
}

static void clock_pause(void *context, int64_t ms, const atomic_bool *cancel)
{
    struct skipping_clock *clock = context;
    if (clock->pause_count < ARRAY_LEN(clock->pauses))
        clock->pauses[clock->pause_count++] = ms;
    if (!clock->real)
        clock->skipped_ns += (uint64_t) ms * 1000000u;
    else {
        struct llm_world real = llm_world_real(clock->transport);
        real.pause(real.context, ms, cancel);
    }
}

static void clock_exchange(void *context, const struct http_request *request,
                           struct http_reply *reply)
{
    struct skipping_clock *clock = context;
    struct http_request shifted = *request;
    shifted.deadline_ns -= clock->skipped_ns;
    transport_exchange(clock->transport, &shifted, reply);
}

static str read_file(const char *path)
{
    struct buf content = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    for (size_t n = 1; n > 0; content.len += n)
        n = fread(buf_room(&content, 4096), 1, 4096, file);
    fclose(file);
    return buf_str(&content);
}

static void set_config(struct probe *p, const char *name, str value)
{
    struct error err = { 0 };
    if (config_set(&p->config, str_from(name), value, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.detail);
        exit(2);
    }
}

static int64_t number(str value)
{
    char *text = xstrdup_str(value);
    int64_t n = strtoll(text, NULL, 10);
    free(text);
    return n;
}

static void set_fallback(struct probe *p, str value)
{
    if (p->fallbacks.count == FALLBACKS_MAX)
        exit(2);
    p->fallbacks.items = p->fallback_items;
    p->fallback_items[p->fallbacks.count++] = value;
}

static bool set_config_option(struct probe *p, str name, str value)
{
    static const struct {
        str option;
        const char *config;
    } table[] = {
        { S_INIT("base_url"), "llm_base_url" },
        { S_INIT("model"), "llm_model" },
        { S_INIT("key"), "llm_api_key" },
        { S_INIT("timeout"), "llm_timeout" },
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_equal(name, table[i].option)) {
            set_config(p, table[i].config, value);
            return true;
        }
    return false;
}

static bool set_text_option(struct probe *p, str name, str value)
{
    const struct {
        str option;
        str *target;
    } table[] = {
        { S("request_key"), &p->request_key }, { S("request_model"), &p->request_model },
        { S("endpoint"), &p->endpoint },       { S("provider"), &p->provider },
        { S("prompt"), &p->prompt },
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_equal(name, table[i].option)) {
            *table[i].target = value;
            return true;
        }
    return false;
}

static bool set_number_option(struct probe *p, str name, str value)
{
    if (str_equal(name, S("tokens")))
        p->tokens = number(value);
    else if (str_equal(name, S("budget")))
        p->budget_s = number(value);
    else if (str_equal(name, S("runs")))
        p->runs = number(value);
    else if (str_equal(name, S("real")))
        p->clock.real = number(value) != 0;
    else if (str_equal(name, S("cancel")))
        atomic_store(&p->cancelled, number(value) != 0);
    else
        return false;
    return true;
}

static void set_option(struct probe *p, str argument)
{
    size_t equals = str_find(argument, S("="));
    str name = str_slice(argument, 0, equals);
    str value = str_slice(argument, equals == SIZE_MAX ? argument.len : equals + 1, argument.len);
    if (str_equal(name, S("fallback")))
        set_fallback(p, value);
    else if (!set_config_option(p, name, value) && !set_text_option(p, name, value) &&
             !set_number_option(p, name, value)) {
        fprintf(stderr, "unknown option %.*s\n", STR_ARG(name));
        exit(2);
    }
}

static void write_strings(struct json_writer *w, const char *key, const str_vec *list)
{
    json_array(w, key);
    for (uint32_t i = 0; i < list->count; i++)
        json_str(w, NULL, list->items[i]);
    json_end(w);
}

static void write_report(struct json_writer *w, const struct llm_report *r)
{
    json_cstr(w, "outcome", llm_outcome_name(r->outcome));
    json_str(w, "provider", r->provider);
    json_str(w, "model", r->model);
    json_str(w, "detail", r->detail);
    json_int(w, "calls", r->calls);
    json_int(w, "tokens_in", r->tokens_in);
    json_int(w, "tokens_out", r->tokens_out);
}

static void write_run(struct json_writer *w, const struct probe *p, const struct job *job)
{
    json_object(w, NULL);
    write_report(w, &job->llm_report);
    json_array(w, "pauses_ms");
    for (uint32_t i = 0; i < p->clock.pause_count; i++)
        json_int(w, NULL, p->clock.pauses[i]);
    json_end(w);
    json_array(w, "proposals");
    for (uint32_t i = 0; i < job->proposals.count; i++) {
        const struct proposal *proposal = &job->proposals.items[i];
        json_object(w, NULL);
        json_str(w, "function", proposal->function);
        json_str(w, "source", proposal->source);
        json_str(w, "strategy", proposal->strategy);
        json_str(w, "summary", proposal->summary);
        write_strings(w, "imports", &proposal->imports);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

static void run(struct probe *p, struct json_writer *w)
{
    struct error err = { 0 };
    struct job job = {
        .id = "probe",
        .arena = arena_new(64u << 20),
        .config = &p->config,
        .request = { .code = p->code,
                     .prompt = p->prompt,
                     .llm_provider = p->provider,
                     .model = p->request_model,
                     .endpoint = p->endpoint,
                     .api_key = p->request_key,
                     .temperature = -1,
                     .fallback_models = p->fallbacks,
                     .budget = { .tokens = p->tokens },
                     .use_llm = true },
        .deadline_ns = clock_now(&p->clock) + (uint64_t) p->budget_s * 1000000000u,
        .cancel = &p->cancelled,
        .llm = p->client,
    };
    p->clock.pause_count = 0;
    if (py_parse(p->code, job.arena, &job.module, &err) != STATUS_OK ||
        llm_propose(&job, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.detail);
        exit(1);
    }
    write_run(w, p, &job);
    arena_free(job.arena);
}

static void open_client(struct probe *p)
{
    struct error err = { 0 };
    struct llm_world world = { &p->clock, clock_exchange, &p->clock, clock_now, clock_pause, NULL };
    world.random = llm_world_real(NULL).random;
    if (transport_open(p->config.llm_base_url, &p->clock.transport, &err) != STATUS_OK ||
        llm_open_in(&p->config, &world, &p->client, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.detail);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    static struct probe p;
    struct buf out = { 0 };
    struct json_writer w;
    if (argc < 2)
        return 2;
    config_defaults(&p.config);
    p.code = read_file(argv[1]);
    p.budget_s = 600;
    p.runs = 1;
    for (int i = 2; i < argc; i++)
        set_option(&p, str_from(argv[i]));
    open_client(&p);
    json_begin(&w, &out);
    json_array(&w, NULL);
    for (int64_t i = 0; i < p.runs; i++)
        run(&p, &w);
    json_end(&w);
    json_done(&w);
    printf("%s\n", out.ptr);
    buf_free(&out);
    llm_close(p.client);
    transport_close(p.clock.transport);
    config_release(&p.config);
    free((char *) (uintptr_t) p.code.ptr);
    return 0;
}
