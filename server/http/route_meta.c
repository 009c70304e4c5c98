/*
 * route_meta.c — the probes and self-descriptions: /healthz, /readyz, /metrics, /version,
 * /openapi.yaml. Open to everybody; they tell nothing about jobs or their contents.
 */
#include "api.h"
#include "hasten/sandbox.h"

extern const struct embedded_file embedded_web[];

/* The process serves HTTP; whether it can work is what /readyz tells. */
void get_health(void *context, struct http_request *r)
{
    (void) context;
    http_reply_fixed(r, 200, HTTP_JSON, S("{\"status\":\"ok\"}\n"));
}

static const struct {
    const char *name;
    uint32_t bit;
} layers[] = {
#define SANDBOX_LAYER(name, bit, text) { #name, 1u << bit },
#include "hasten/sandbox_layers.def"
#undef SANDBOX_LAYER
};

/* The protections that really hold, by name. */
static void write_layers(struct json_writer *w, uint32_t active)
{
    json_object(w, "sandbox");
    json_array(w, "layers");
    for (size_t i = 0; i < ARRAY_LEN(layers); i++)
        if (active & layers[i].bit)
            json_cstr(w, NULL, layers[i].name);
    json_end(w);
    json_end(w);
}

/* 200 when a job submitted now would be worked on, else 503 with the reason. */
void get_ready(void *context, struct http_request *r)
{
    struct api *api = context;
    struct buf reason = { 0 }, body = { 0 };
    struct error err = { 0 };
    struct json_writer w;
    bool store_up = !store_ping(api->store, &err);
    bool draining = atomic_load(&api->draining);
    bool ready = jobs_ready(api->jobs, &reason) && store_up && !draining;
    if (draining) {
        buf_clear(&reason);
        buf_append(&reason, S("shutting down"));
    } else if (!store_up && !reason.len) {
        buf_append(&reason, str_from(err.detail));
    }
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_bool(&w, "ready", ready);
    json_cstr(&w, "reason", ready ? NULL : reason.ptr);
    json_cstr(&w, "store", store_up ? "ok" : "unavailable");
    write_layers(&w, jobs_sandbox_layers(api->jobs));
    json_end(&w);
    json_done(&w);
    buf_free(&reason);
    http_reply_buf(r, ready ? 200 : 503, HTTP_JSON, &body);
}

/* How far the verdicts of this version can be trusted, as measured when it was made. */
static void render_adequacy(struct buf *out)
{
#define ADEQUACY(metric, value, help) \
    buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n%s %d\n", metric, help, metric, metric, value);
#include "hasten/adequacy.def"
#undef ADEQUACY
}

void get_metrics(void *context, struct http_request *r)
{
    struct api *api = context;
    int64_t queued, running;
    struct buf body = { 0 };
    store_job_counts(api->store, &queued, &running);
    counter_set(COUNTER_JOBS_QUEUED, queued);
    counter_set(COUNTER_JOBS_RUNNING, running);
    counters_render(&body);
    render_adequacy(&body);
    http_reply_buf(r, 200, "text/plain; version=0.0.4; charset=utf-8", &body);
}

void get_version(void *context, struct http_request *r)
{
    (void) context;
    http_reply_fixed(
        r, 200, HTTP_JSON,
        S("{\"name\":\"hasten\",\"version\":\"" HASTEN_VERSION "\",\"api\":\"v1\"}\n"));
}

void get_openapi(void *context, struct http_request *r)
{
    (void) context;
    http_reply_fixed(r, 200, "application/yaml", embedded_web[0].content);
}
