/*
 * client.c — the LLM stage. A job goes through it in one pass:
 *
 *   may we ask at all?  →  targets  →  question  →  answer  →  replacements  →  proposals
 *
 * Whatever goes wrong ends up in job->llm_report and the job goes on with the rules. The stage
 * takes at most half of the time that the job has left, so that there is time to verify what came
 * back. What the provider or the model wrote is never repeated in the report or the log.
 *
 * The client is shared by all workers. Its lock guards the endpoint states; the connection pool
 * has its own. Everything else in it is constant after llm_open().
 */
#include <errno.h>

#include "core/llm/llm_internal.h"

#define RETRIES_PER_JOB 4u
#define TOKENS_PER_JOB 200000 /* when the request names no budget */
#define PAUSE_SLICE_MS 50     /* how soon a pause notices a cancellation */

/* ---- the real world ------------------------------------------------------------------- */

static uint64_t real_now(void *context)
{
    (void) context;
    return clock_ns();
}

static void real_pause(void *context, int64_t ms, const atomic_bool *cancel)
{
    (void) context;
    for (; ms > 0 && !(cancel && atomic_load(cancel)); ms -= PAUSE_SLICE_MS) {
        int64_t slice = ms < PAUSE_SLICE_MS ? ms : PAUSE_SLICE_MS;
        struct timespec t = { .tv_nsec = (long) slice * 1000000L };
        while (nanosleep(&t, &t) && errno == EINTR)
            continue;
    }
}

static uint32_t real_random(void *context)
{
    (void) context;
    uint32_t n;
    random_bytes(&n, sizeof(n));
    return n;
}

struct llm_world llm_world_real(struct transport *transport)
{
    return (struct llm_world){ .network = transport,
                               .exchange = transport_exchange,
                               .now_ns = real_now,
                               .pause = real_pause,
                               .random = real_random };
}

/* ---- open and close ------------------------------------------------------------------- */

static enum status check_config(const struct config *c, struct error *err)
{
    str model = str_from(c->llm_model);
    if (!model.len || model.len > LLM_NAME_MAX || !is_header_safe(model))
        return error_field(err, STATUS_CONFIG, "llm_model",
                           "llm_model must name a model when llm_base_url is set");
    if (!is_header_safe(str_from(c->llm_api_key)))
        return error_field(err, STATUS_CONFIG, "llm_api_key",
                           "llm_api_key must be visible ASCII without spaces");
    return STATUS_OK;
}

static str without_slash(str url)
{
    while (str_ends(url, S("/")))
        url.len--;
    return url;
}

enum status llm_open_in(const struct config *config, const struct llm_world *world,
                        struct llm_client **ret, struct error *err)
{
    enum status status = check_config(config, err);
    if (status)
        return status;
    struct llm_client *client = xcalloc(1, sizeof(*client));
    struct buf url = { 0 };
    client->config = config;
    client->provider = provider_named(S(""));
    client->world = *world;
    buf_append(&url, without_slash(str_from(config->llm_base_url)));
    buf_append(&url, str_from(client->provider->path));
    client->url = url.ptr;
    pthread_mutex_init(&client->lock, NULL);
    *ret = client;
    return STATUS_OK;
}

enum status llm_open(const struct config *config, struct llm_client **ret_client, struct error *err)
{
    struct transport *transport;
    if (!config->llm_base_url[0]) {
        *ret_client = NULL;
        return STATUS_OK;
    }
    enum status status = transport_open(config->llm_base_url, &transport, err);
    if (status)
        return status;
    struct llm_world world = llm_world_real(transport);
    struct llm_client *client = NULL;
    status = llm_open_in(config, &world, &client, err);
    if (status) {
        transport_close(transport);
        return status;
    }
    client->transport = transport;
    *ret_client = client;
    return STATUS_OK;
}

void llm_close(struct llm_client *client)
{
    if (!client)
        return;
    transport_close(client->transport);
    pthread_mutex_destroy(&client->lock);
    free(client->url);
    free(client);
}

/* ---- may we ask, and whom? -------------------------------------------------------------- */

static void finish(struct job *job, enum llm_outcome outcome, const char *detail)
{
    job->llm_report.outcome = outcome;
    job->llm_report.detail = str_from(detail);
}

static bool is_model_name(str name)
{
    return name.len && name.len <= LLM_NAME_MAX && is_header_safe(name);
}

/* What the request asks of the provider and cannot have; NULL when all is well. */
static const char *refusal(const struct llm_client *client, const struct request *r)
{
    if (r->llm_provider.len && provider_named(r->llm_provider) != client->provider)
        return "this server is not configured for the provider that the request names";
    if (r->endpoint.len &&
        !str_equal(without_slash(r->endpoint),
                   without_slash(str_from(client->config->llm_base_url))))
        return "an endpoint can only be set by this server's configuration";
    if (!is_header_safe(r->api_key))
        return "the API key holds characters that no key has";
    if (r->model.len && !is_model_name(r->model))
        return "the model's name is not usable";
    if (r->fallback_models.count >= LLM_MODELS_MAX)
        return "at most 3 fallback models can be named";
    for (uint32_t i = 0; i < r->fallback_models.count; i++)
        if (!is_model_name(r->fallback_models.items[i]))
            return "the name of a fallback model is not usable";
    return NULL;
}

static void start_session(struct session *s, struct job *job)
{
    const struct request *r = &job->request;
    const struct llm_client *client = job->llm;
    uint64_t now = client->world.now_ns(client->world.context);
    uint64_t left = job->deadline_ns > now ? job->deadline_ns - now : 0;
    *s = (struct session){
        .client = job->llm,
        .job = job,
        .deadline_ns = job->deadline_ns ? now + left / 2 : UINT64_MAX,
        .own_key = r->api_key.len > 0,
        .key = r->api_key.len ? r->api_key : str_from(client->config->llm_api_key),
        .models = { r->model.len ? r->model : str_from(client->config->llm_model) },
        .model_count = 1,
        .retries_left = RETRIES_PER_JOB,
        .tokens_left = r->budget.tokens > 0 ? r->budget.tokens : TOKENS_PER_JOB,
    };
    for (uint32_t i = 0; i < r->fallback_models.count; i++)
        s->models[s->model_count++] = r->fallback_models.items[i];
}

/* ---- from answer to proposals ------------------------------------------------------------ */

typedef VEC(struct shape) shape_vec;

static str_vec imports_of(const struct replacement *r, struct arena *arena)
{
    str_vec imports = { 0 };
    for (uint32_t i = 0; i < r->imports.count; i++)
        *VEC_PUSH(arena, &imports) = str_trim(r->imports.items[i]);
    return imports;
}

/* NULL when the replacement became a proposal, else why it did not. */
static const char *propose(struct job *job, const target_vec *targets,
                           const struct replacement *r, shape_vec *seen)
{
    const struct target *target = target_named(targets, r->target);
    struct shape shape;
    if (!target)
        return "its target was not offered";
    const char *why = shape_check(job, target, r, &shape);
    if (why)
        return why;
    for (uint32_t i = 0; i < seen->count; i++)
        if (str_equal(job->proposals.items[i].function, target->name) &&
            shape_same(&seen->items[i], &shape))
            return "it repeats another proposal";
    *VEC_PUSH(job->arena, seen) = shape;
    *VEC_PUSH(job->arena, &job->proposals) = (struct proposal){
        .function = target->name,
        .source = shape.source,
        .imports = imports_of(r, job->arena),
        .strategy = r->strategy,
        .summary = r->summary,
    };
    return NULL;
}

static void propose_all(struct job *job, const target_vec *targets, const replacement_vec *all)
{
    shape_vec seen = { 0 };
    uint32_t dropped = 0;
    const char *first_why = NULL;
    for (uint32_t i = 0; i < all->count && !arena_over(job->arena); i++) {
        const char *why = propose(job, targets, &all->items[i], &seen);
        dropped += why != NULL;
        first_why = first_why ? first_why : why;
    }
    job->llm_report.outcome = LLM_ANSWERED;
    job->llm_report.proposals = job->proposals.count;
    if (dropped)
        job->llm_report.detail = arena_printf(job->arena, "%u of %u proposals were dropped: %s",
                                              dropped, all->count, first_why);
}

static enum llm_outcome outcome_of(enum fault fault)
{
    return fault == FAULT_budget ? LLM_BUDGET : LLM_FAILED;
}

/* Asks, and asks once more when the reply cannot be read. */
static bool converse(struct session *s, struct ask *ask, replacement_vec *ret)
{
    struct job *job = s->job;
    struct error unread = { 0 };
    struct answer answer;
    for (int round = 0;; round++) {
        llm_ask(s, ask, &answer);
        if (answer.model.len)
            job->llm_report.model = answer.model;
        if (answer.fault != FAULT_none)
            break;
        if (reply_read(answer.text, job->arena, ret, &unread) == STATUS_OK)
            return true;
        answer.fault = FAULT_format;
        if (round)
            break;
        prompt_reformat(job, answer.text, unread.detail, ask);
    }
    finish(job, outcome_of(answer.fault), fault_info(answer.fault)->text);
    return false;
}

static void ask_and_propose(struct job *job)
{
    struct session session;
    struct ask ask;
    target_vec targets = { 0 };
    replacement_vec replacements = { 0 };
    targets_find(job, &targets);
    if (!targets.count) {
        finish(job, LLM_DISABLED, "no function of the source loops or recurses");
        return;
    }
    start_session(&session, job);
    job->llm_report.model = session.models[0];
    prompt_build(job, &targets, &ask);
    if (converse(&session, &ask, &replacements))
        propose_all(job, &targets, &replacements);
}

enum status llm_propose(struct job *job, struct error *err)
{
    (void) err;
    job->llm_report = (struct llm_report){ 0 };
    job->proposals.count = 0;
    if (!job->request.use_llm) {
        finish(job, LLM_DISABLED, "the request asks for none");
        return STATUS_OK;
    }
    if (!job->llm) {
        finish(job, LLM_NOT_CONFIGURED, "no provider is configured");
        return STATUS_OK;
    }
    job->llm_report.provider = str_from(job->llm->provider->name);
    const char *refused = refusal(job->llm, &job->request);
    if (refused)
        finish(job, LLM_FAILED, refused);
    else if (job->request.budget.usd > 0)
        finish(job, LLM_BUDGET, "no prices are configured, so a budget in usd cannot be kept");
    else if (!job->module)
        finish(job, LLM_DISABLED, "there are no facts about the source to ask with");
    else
        ask_and_propose(job);
    return STATUS_OK;
}
