/*
 * remote.c — optimize, analyze and verify through a daemon. The body is what request_write() makes of the
 * options, so both ways ask the same question; a job that outlasts the daemon's wait is polled.
 */
#include "remote.h"

#include <unistd.h>

#include "cli.h"
#include "deliver.h"
#include "hasten/fetch.h"
#include "hasten/pipeline.h"

#define POLL_US 300000
#define EXCHANGE_NS (320u * (uint64_t) 1000000000)
#define HTTP_OK 200
#define HTTP_ACCEPTED 202

struct remote {
    struct fetch *fetch;
    str key; /* HASTEN_API_KEY, "" when not set */
};

static enum status exchange(struct remote *r, const char *path, str body, int *ret_http,
                            struct json **ret_answer, struct buf *text, struct error *err)
{
    buf_clear(text);
    enum status status = fetch_exchange(r->fetch, path, r->key, body, clock_ns() + EXCHANGE_NS,
                                        ret_http, text, err);
    if (!status)
        status = json_parse(buf_str(text), ret_answer, err);
    return status;
}

static bool is_over(const struct json *job)
{
    str state = json_string(json_get(job, "status"));
    return !str_equal(state, S("queued")) && !str_equal(state, S("running"));
}

/* Polls the job that a 202 named until it is terminal; *answer becomes its record. */
static enum status wait_for(struct remote *r, struct json **answer, int *ret_http,
                            struct buf *text, struct error *err)
{
    char path[128];
    str url = json_string(json_get(*answer, "status_url"));
    if (!str_starts(url, S("/")) || url.len >= sizeof(path))
        return error_set(err, STATUS_PROTOCOL, "the daemon's answer has no status_url");
    snprintf(path, sizeof(path), "%.*s", STR_ARG(url));
    do {
        json_free(*answer);
        *answer = NULL;
        usleep(POLL_US);
        enum status status = exchange(r, path, S(""), ret_http, answer, text, err);
        if (status)
            return status;
    } while (*ret_http == HTTP_OK && !is_over(*answer));
    return STATUS_OK;
}

static int print_problem(const struct json *problem)
{
    const struct json *line = json_get(problem, "line");
    fprintf(stderr, "hasten: ");
    if (line)
        fprintf(stderr, "line %d, column %d: ", (int) json_number(line),
                (int) json_number(json_get(problem, "column")));
    fprintf(stderr, "%.*s\n", STR_ARG(json_string(json_get(problem, "detail"))));
    bool invalid = str_equal(json_string(json_get(problem, "code")), S("invalid_python"));
    return invalid ? CLI_INVALID : CLI_FAILED;
}

static int print_answer(const struct json *answer, const struct options *o)
{
    struct error err;
    const struct json *verification = json_get(answer, "verification");
    const struct json *code = json_get(answer, "optimized_code");
    bool changed = json_truth(json_get(answer, "changed"));
    const struct json *pair = json_get(answer, "equivalent");
    if (o->json || !verification) { /* an analysis has no short form here */
        struct buf text = { 0 };
        json_print(answer, &text);
        puts(text.ptr);
        buf_free(&text);
    } else if (pair) {
        printf("verdict: %.*s, job %.*s\n%.*s\n", STR_ARG(json_string(json_get(answer, "verdict"))),
               STR_ARG(json_string(json_get(answer, "job_id"))),
               STR_ARG(json_string(json_get(answer, "reason"))));
    } else {
        printf("%.*s", STR_ARG(json_string(json_get(answer, "diff"))));
        printf("verdict: %.*s, job %.*s\n", STR_ARG(json_string(json_get(verification, "rung"))),
               STR_ARG(json_string(json_get(answer, "job_id"))));
    }
    if (code && deliver(o, json_string(code), changed, &err)) {
        fprintf(stderr, "hasten: %s\n", err.detail);
        return CLI_FAILED;
    }
    const struct json *certificate = json_get(answer, "certificate");
    if (o->certificate && json_is(certificate, JSON_OBJECT)) {
        struct buf text = { 0 };
        json_print(certificate, &text);
        bool failed = deliver_certificate(o, buf_str(&text), &err);
        buf_free(&text);
        if (failed) {
            fprintf(stderr, "hasten: %s\n", err.detail);
            return CLI_FAILED;
        }
    }
    if (pair)
        return json_truth(pair) ? CLI_OK : CLI_DIFFERENT;
    return o->check && changed ? CLI_IMPROVABLE : CLI_OK;
}

/* A polled record wraps the answer in "result" or the problem in "error"; one that was cancelled has
 * neither. */
static int show(const struct json *answer, int http, const struct options *o)
{
    const struct json *error = json_get(answer, "error");
    const struct json *result = json_get(answer, "result");
    if (http != HTTP_OK)
        return print_problem(answer);
    if (json_is(error, JSON_OBJECT))
        return print_problem(error);
    if (str_equal(json_string(json_get(answer, "status")), S("cancelled"))) {
        fprintf(stderr, "hasten: the job was cancelled before it ended\n");
        return CLI_FAILED;
    }
    return print_answer(json_is(result, JSON_OBJECT) ? result : answer, o);
}

int remote_run(const char *server, const char *path, const struct options *o)
{
    struct error err;
    struct remote r = { .key = str_from(getenv("HASTEN_API_KEY")) };
    struct buf body = { 0 }, text = { 0 };
    struct json *answer = NULL;
    int http = 0, code = CLI_FAILED;
    request_write(&o->request, &body);
    enum status status = fetch_open(server, &r.fetch, &err);
    if (!status)
        status = exchange(&r, path, buf_str(&body), &http, &answer, &text, &err);
    if (!status && http == HTTP_ACCEPTED)
        status = wait_for(&r, &answer, &http, &text, &err);
    if (status)
        fprintf(stderr, "hasten: %s\n", err.detail);
    else
        code = show(answer, http, o);
    json_free(answer);
    buf_free(&text);
    buf_free(&body);
    fetch_close(r.fetch);
    return code;
}
