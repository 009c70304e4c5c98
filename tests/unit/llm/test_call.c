/*
 * The retry loop of one question, with a network that plays a script and a clock that only pauses
 * move. Nothing sleeps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/llm/llm_internal.h"

#define SECOND UINT64_C(1000000000)
#define OK_BODY                                                                                 \
    "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"hi\"}}],\"usage\":{" \
    "\"prompt_tokens\":10,\"completion_tokens\":5}}"

struct step {
    enum fault fault;
    int status;
    int64_t retry_after_ms;
    const char *body;
};

/* The network's script and what was seen on the way. */
struct play {
    const struct step *steps;
    uint32_t sent;
    char models[16][LLM_NAME_MAX + 1];
    struct buf last_body;
    uint64_t now;
    int64_t pauses[16];
    uint32_t pause_count;
    atomic_bool cancel;
    bool cancel_in_pause;
};

static void play_exchange(void *network, const struct http_request *request,
                          struct http_reply *reply)
{
    struct play *p = network;
    const struct step *s = &p->steps[p->sent];
    struct json *root;
    assert_int_equal(json_parse(request->body, &root, NULL), STATUS_OK);
    str model = json_string(json_get(root, "model"));
    memcpy(p->models[p->sent++], model.ptr, model.len);
    json_free(root);
    buf_clear(&p->last_body);
    buf_append(&p->last_body, request->body);
    *reply = (struct http_reply){ s->fault, s->status, s->retry_after_ms, { 0 } };
    if (s->fault == FAULT_timeout)
        p->now = request->deadline_ns;
    else
        buf_append(&reply->body, str_from(s->body));
}

static uint64_t play_now(void *context)
{
    return ((struct play *) context)->now;
}

static void play_pause(void *context, int64_t ms, const atomic_bool *cancel)
{
    struct play *p = context;
    assert_ptr_equal(cancel, &p->cancel);
    p->pauses[p->pause_count++] = ms;
    p->now += (uint64_t) ms * 1000000u;
    if (p->cancel_in_pause)
        atomic_store(&p->cancel, true);
}

static uint32_t play_random(void *context)
{
    (void) context;
    return 100;
}

struct fixture {
    struct config config;
    struct play play;
    struct llm_client *client;
    struct job job;
    struct session session;
    struct answer answer;
};

static int set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));
    log_set_level(LOG_OFF);
    config_defaults(&f->config);
    assert_int_equal(config_set(&f->config, S("llm_base_url"), S("http://x/v1/"), NULL), STATUS_OK);
    assert_int_equal(config_set(&f->config, S("llm_model"), S("big"), NULL), STATUS_OK);
    f->play.now = 100 * SECOND;
    struct llm_world world = { &f->play, play_exchange, &f->play, play_now, play_pause, play_random };
    assert_int_equal(llm_open_in(&f->config, &world, &f->client, NULL), STATUS_OK);
    f->job = (struct job){ .arena = arena_new(1 << 20), .cancel = &f->play.cancel };
    f->session = (struct session){ .client = f->client,
                                   .job = &f->job,
                                   .deadline_ns = f->play.now + 400 * SECOND,
                                   .models = { S("big"), S("small") },
                                   .model_count = 1,
                                   .retries_left = 4,
                                   .tokens_left = 100000 };
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_free(f->job.arena);
    buf_free(&f->play.last_body);
    llm_close(f->client);
    config_release(&f->config);
    free(f);
    return 0;
}

static void ask(struct fixture *f, const struct step *steps)
{
    struct ask a = { .messages = { { ROLE_USER, S("hello") } },
                     .message_count = 1,
                     .schema = S("{}"),
                     .temperature = -1,
                     .max_tokens = 1000 };
    f->play.steps = steps;
    f->play.sent = 0;
    llm_ask(&f->session, &a, &f->answer);
}

static void test_call__success_is_settled_from_usage(void **state)
{
    static const struct step steps[] = { { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_none);
    assert_true(str_equal(f->answer.text, S("hi")));
    assert_string_equal(f->client->url, "http://x/v1/chat/completions");
    assert_int_equal(f->session.tokens_left, 100000 - 15);
    assert_int_equal(f->job.llm_report.tokens_in, 10);
    assert_int_equal(f->job.llm_report.tokens_out, 5);
    assert_int_equal(f->job.llm_report.calls, 1);
}

static void test_call__retry_after_is_waited_for(void **state)
{
    static const struct step steps[] = { { FAULT_none, 429, 7000, "{}" },
                                         { FAULT_none, 503, -1, "x" },
                                         { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_none);
    assert_int_equal(f->play.pause_count, 2);
    assert_int_equal(f->play.pauses[0], 7100);
    assert_int_equal(f->play.pauses[1], 100);
}

static void test_call__two_retries_then_the_next_model(void **state)
{
    static const struct step steps[] = { { FAULT_none, 500, -1, "x" }, { FAULT_connect, 0, -1, "" },
                                         { FAULT_interrupted, 0, -1, "" },
                                         { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    f->session.model_count = 2;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_none);
    assert_int_equal(f->play.sent, 4);
    assert_string_equal(f->play.models[2], "big");
    assert_string_equal(f->play.models[3], "small");
}

static void test_call__long_retry_after_goes_to_the_next_model_at_once(void **state)
{
    static const struct step steps[] = { { FAULT_none, 429, 90000, "{}" },
                                         { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    f->session.model_count = 2;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_none);
    assert_int_equal(f->play.pause_count, 0);
    assert_string_equal(f->play.models[1], "small");
}

static void test_call__permanent_faults_end_it(void **state)
{
    static const struct step steps[] = { { FAULT_none, 401, 1000, "{}" },
                                         { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    f->session.model_count = 2;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_auth);
    assert_int_equal(f->play.sent, 1);
    f->session.model_count = 1;
    ask(f, steps); /* and the endpoint is left alone */
    assert_int_equal(f->answer.fault, FAULT_breaker);
}

static void test_call__a_callers_bad_key_does_not_block_ours(void **state)
{
    static const struct step bad[] = { { FAULT_none, 401, -1, "{}" } };
    static const struct step good[] = { { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    f->session.own_key = true;
    ask(f, bad);
    f->session.own_key = false;
    ask(f, good);
    assert_int_equal(f->answer.fault, FAULT_none);
}

static void test_call__a_refused_parameter_is_dropped_and_remembered(void **state)
{
    static const struct step steps[] = {
        { FAULT_none, 400, -1,
          "{\"error\":{\"code\":\"unsupported_parameter\",\"param\":\"response_format\"}}" },
        { FAULT_none, 200, -1, OK_BODY }
    };
    struct fixture *f = *state;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_none);
    assert_int_equal(f->play.sent, 2);
    assert_int_equal(f->play.pause_count, 0);
    ask(f, &steps[1]);
    assert_int_equal(f->play.sent, 1);
    assert_true(str_find(buf_str(&f->play.last_body), S("json_object")) != SIZE_MAX);
}

static void test_call__no_pause_past_the_deadline(void **state)
{
    static const struct step steps[] = { { FAULT_none, 429, 30000, "{}" } };
    struct fixture *f = *state;
    f->session.deadline_ns = f->play.now + 20 * SECOND;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_rate_limit);
    assert_int_equal(f->play.pause_count, 0);
}

static void test_call__a_timeout_at_the_jobs_end_is_not_the_providers_fault(void **state)
{
    static const struct step steps[] = { { FAULT_timeout, 0, -1, "" } };
    struct fixture *f = *state;
    f->session.deadline_ns = f->play.now + 20 * SECOND;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_deadline);
    f->session.deadline_ns = f->play.now + 1000 * SECOND;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_timeout);
}

static void test_call__cancellation_in_a_pause(void **state)
{
    static const struct step steps[] = { { FAULT_none, 500, -1, "" } };
    struct fixture *f = *state;
    f->play.cancel_in_pause = true;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_cancelled);
    assert_int_equal(f->play.sent, 1);
}

static void test_call__the_token_budget_shrinks_the_cap_and_then_refuses(void **state)
{
    static const struct step steps[] = { { FAULT_none, 200, -1, OK_BODY } };
    struct fixture *f = *state;
    f->session.tokens_left = 302;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_none);
    assert_true(str_find(buf_str(&f->play.last_body), S("\"max_completion_tokens\":300")) !=
                SIZE_MAX);
    f->session.tokens_left = 200;
    ask(f, steps);
    assert_int_equal(f->answer.fault, FAULT_budget);
    assert_int_equal(f->play.sent, 0);
}

static void test_call__no_usage_costs_the_reservation(void **state)
{
    static const struct step steps[] = {
        { FAULT_none, 200, -1,
          "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"hi\"}}]}" }
    };
    struct fixture *f = *state;
    ask(f, steps);
    assert_int_equal(f->session.tokens_left, 100000 - 1002);
    assert_int_equal(f->job.llm_report.tokens_out, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_call__success_is_settled_from_usage),
        CASE(test_call__retry_after_is_waited_for),
        CASE(test_call__two_retries_then_the_next_model),
        CASE(test_call__long_retry_after_goes_to_the_next_model_at_once),
        CASE(test_call__permanent_faults_end_it),
        CASE(test_call__a_callers_bad_key_does_not_block_ours),
        CASE(test_call__a_refused_parameter_is_dropped_and_remembered),
        CASE(test_call__no_pause_past_the_deadline),
        CASE(test_call__a_timeout_at_the_jobs_end_is_not_the_providers_fault),
        CASE(test_call__cancellation_in_a_pause),
        CASE(test_call__the_token_budget_shrinks_the_cap_and_then_refuses),
        CASE(test_call__no_usage_costs_the_reservation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
