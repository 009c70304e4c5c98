/*
 * call.c — one question: sent, classified, sent again or to the next model, or given up.
 *
 * This is the only retry loop between a job and the wire. A POST is not idempotent and a retry can
 * be billed twice, so retries are few: two per model and four per job, all within the session's
 * deadline and token budget. A parameter that the endpoint does not know is given up for good
 * (per model, remembered in endpoint_state.quirks) and does not count as a retry: there are five
 * such parameters, so that loop ends.
 *
 * Tokens are reserved before a call (an estimate of the prompt plus the completion cap) and settled
 * from what the provider reports; when it reports nothing the reservation is what was spent.
 *
 * Threads: a session belongs to its job's worker. Shared endpoint states are touched under
 * client->lock, which is never held while the network is waited for.
 */
#include "core/llm/llm_internal.h"

#define RETRIES_PER_MODEL 2u
#define BYTES_PER_TOKEN 3 /* pessimistic for source text */
#define TOKENS_MIN 256    /* less room than this cannot hold an answer */

/* ---- endpoint states ------------------------------------------------------------------ */

static struct endpoint_state *oldest_or_free(struct endpoint_state *states, uint32_t n)
{
    struct endpoint_state *best = &states[0];
    for (uint32_t i = 0; i < n && best->model[0]; i++)
        if (!states[i].model[0] || states[i].used_ns < best->used_ns)
            best = &states[i];
    return best;
}

/* Caller holds client->lock when the states are the client's. */
static struct endpoint_state *state_of(struct session *s, str model)
{
    struct endpoint_state *states = s->own_key ? s->own : s->client->states;
    uint32_t n = s->own_key ? LLM_MODELS_MAX : LLM_STATES;
    for (uint32_t i = 0; i < n; i++)
        if (str_equal(str_from(states[i].model), model))
            return &states[i];
    struct endpoint_state *state = oldest_or_free(states, n);
    *state = (struct endpoint_state){ 0 };
    memcpy(state->model, model.ptr, model.len); /* at most LLM_NAME_MAX, checked at the door */
    return state;
}

static uint64_t now(const struct session *s)
{
    return s->client->world.now_ns(s->client->world.context);
}

static bool admit(struct session *s, str model, uint32_t *ret_quirks)
{
    pthread_mutex_lock(&s->client->lock);
    struct endpoint_state *state = state_of(s, model);
    bool admitted = breaker_admits(state, now(s));
    *ret_quirks = state->quirks;
    pthread_mutex_unlock(&s->client->lock);
    return admitted;
}

static void record(struct session *s, str model, const struct answer *a, int64_t retry_after_ms)
{
    pthread_mutex_lock(&s->client->lock);
    struct endpoint_state *state = state_of(s, model);
    breaker_record(state, a->fault, retry_after_ms, now(s));
    if (a->fault == FAULT_parameter)
        state->quirks |= a->quirk;
    pthread_mutex_unlock(&s->client->lock);
}

/* ---- one exchange --------------------------------------------------------------------- */

static bool is_cancelled(const struct session *s)
{
    return s->job->cancel && atomic_load(s->job->cancel);
}

/* Shrinks the completion cap to what the budget still holds; false when that is too little. */
static bool reserve(struct session *s, struct ask *ask, int64_t *ret_reserved)
{
    int64_t prompt = 0;
    for (uint32_t i = 0; i < ask->message_count; i++)
        prompt += (int64_t) ask->messages[i].text.len / BYTES_PER_TOKEN + 1;
    int64_t room = s->tokens_left - prompt;
    if (room < TOKENS_MIN)
        return false;
    if (ask->max_tokens > room)
        ask->max_tokens = room;
    *ret_reserved = prompt + ask->max_tokens;
    s->tokens_left -= *ret_reserved;
    return true;
}

/* A call that never reached the provider costs nothing; one without usage costs the reservation. */
static void settle(struct session *s, const struct answer *a, int64_t reserved)
{
    struct llm_report *report = &s->job->llm_report;
    if (a->tokens_in >= 0 || a->tokens_out >= 0) {
        int64_t in = a->tokens_in > 0 ? a->tokens_in : 0;
        int64_t out = a->tokens_out > 0 ? a->tokens_out : 0;
        report->tokens_in += in;
        report->tokens_out += out;
        counter_add(COUNTER_LLM_TOKENS_IN, in);
        counter_add(COUNTER_LLM_TOKENS_OUT, out);
        s->tokens_left += reserved - in - out;
    } else if (a->fault == FAULT_connect || a->fault == FAULT_address || a->fault == FAULT_tls ||
               a->fault == FAULT_auth || a->fault == FAULT_rate_limit || a->fault == FAULT_quota ||
               a->fault == FAULT_model || a->fault == FAULT_parameter) {
        s->tokens_left += reserved;
    }
}

static void log_call(const struct session *s, const struct answer *a, int status, uint64_t start)
{
    char http[24], ms[24];
    log_event(a->fault == FAULT_none ? LOG_INFO : LOG_WARNING, "llm_call", "job_id", s->job->id,
              "result", fault_info(a->fault)->name, "status", log_num(http, status), "ms",
              log_num(ms, (int64_t) ((now(s) - start) / 1000000u)), NULL);
}

/* Sends once and reads the answer. Returns the Retry-After in ms, -1 for none. */
static int64_t exchange(struct session *s, const struct ask *ask, uint32_t quirks,
                        struct answer *ret)
{
    const struct llm_world *world = &s->client->world;
    uint64_t start = now(s);
    uint64_t call_end = start + (uint64_t) s->client->config->llm_timeout * 1000000000u;
    struct buf body = { 0 };
    s->client->provider->write_request(ask, quirks, &body);

    struct http_reply reply = { 0 };
    struct http_request request = {
        .url = s->client->url,
        .key = s->key,
        .body = buf_str(&body),
        .deadline_ns = call_end < s->deadline_ns ? call_end : s->deadline_ns,
        .cancel = s->job->cancel,
    };
    world->exchange(world->network, &request, &reply);
    *ret = (struct answer){ .fault = reply.fault, .tokens_in = -1, .tokens_out = -1 };
    if (reply.fault == FAULT_none)
        s->client->provider->read_reply(&reply, quirks, s->job->arena, ret);
    /* A call cut short by the job's own end says nothing about the provider. */
    if (ret->fault == FAULT_timeout && request.deadline_ns < call_end)
        ret->fault = FAULT_deadline;

    s->job->llm_report.calls++;
    counter_add(COUNTER_LLM_CALLS, 1);
    if (ret->fault != FAULT_none)
        counter_add(COUNTER_LLM_ERRORS, 1);
    log_call(s, ret, reply.status, start);
    buf_free(&body);
    buf_free(&reply.body);
    return reply.retry_after_ms;
}

/* ---- the loop ------------------------------------------------------------------------- */

/* Waits for the next attempt; false when there is to be none. */
static bool wait_to_retry(struct session *s, enum fault fault, uint32_t attempt, int64_t after_ms)
{
    const struct llm_world *world = &s->client->world;
    if (attempt >= RETRIES_PER_MODEL || !s->retries_left)
        return false;
    int64_t ms = retry_pause_ms(fault, attempt, after_ms, world->random(world->context));
    if (ms < 0 || now(s) + (uint64_t) ms * 1000000u >= s->deadline_ns)
        return false;
    s->retries_left--;
    world->pause(world->context, ms, s->job->cancel);
    return true;
}

static void ask_model(struct session *s, struct ask *ask, struct answer *ret)
{
    for (uint32_t attempt = 0;;) {
        uint32_t quirks;
        int64_t reserved;
        *ret = (struct answer){ .fault = FAULT_none, .tokens_in = -1, .tokens_out = -1 };
        if (is_cancelled(s))
            ret->fault = FAULT_cancelled;
        else if (now(s) >= s->deadline_ns)
            ret->fault = FAULT_deadline;
        else if (!reserve(s, ask, &reserved))
            ret->fault = FAULT_budget;
        else if (!admit(s, ask->model, &quirks)) {
            s->tokens_left += reserved;
            ret->fault = FAULT_breaker;
        }
        if (ret->fault != FAULT_none)
            return;
        int64_t after_ms = exchange(s, ask, quirks, ret);
        settle(s, ret, reserved);
        record(s, ask->model, ret, after_ms);
        if (ret->fault == FAULT_parameter && ret->quirk & ~quirks)
            continue;
        if (!wait_to_retry(s, ret->fault, attempt, after_ms))
            return;
        attempt++;
    }
}

void llm_ask(struct session *s, struct ask *ask, struct answer *ret)
{
    int64_t cap = ask->max_tokens;
    for (uint32_t i = 0; i < s->model_count; i++) {
        ask->model = s->models[i];
        ask->max_tokens = cap;
        ask_model(s, ask, ret);
        if (!fault_info(ret->fault)->next_model)
            return;
    }
}
