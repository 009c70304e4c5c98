/*
 * llm_internal.h — how the files of this folder meet.
 *
 *   targets.c   which functions are worth a question
 *   prompt.c    the question as messages
 *   openai.c    messages → request body, response body → text or fault   (a provider)
 *   transport_curl.c, address.c   one HTTP exchange; where it may go
 *   retry.c     back-off, circuit breaker: decisions only, no waiting
 *   call.c      one question until it is answered or given up
 *   reply.c     the text of an answer → replacements, strictly
 *   shape.c, imports.c   is a replacement the same function to its callers?
 *   client.c    the stage
 */
#ifndef HASTEN_LLM_INTERNAL_H
#define HASTEN_LLM_INTERNAL_H

#include <pthread.h>

#include "hasten/llm.h"

#define LLM_KEY_MAX 512u
#define LLM_NAME_MAX 128u              /* bytes of a model name */
#define LLM_RESPONSE_MAX (4u << 20)    /* bytes of a response, headers included */
#define LLM_TARGETS_MAX 24u
#define LLM_MODELS_MAX 4u              /* the model and its fallbacks */

enum fault {
#define FAULT(name, retry, counts, next_model, text) FAULT_##name,
#include "faults.def"
#undef FAULT
};

struct fault_info {
    const char *name;
    bool retry, counts, next_model; /* see faults.def */
    const char *text;
};
const struct fault_info *fault_info(enum fault);

/* ---- transport -------------------------------------------------------------------- */

struct http_request {
    const char *url;
    str key;  /* sent as a bearer token, "" for none; checked by is_header_safe() */
    str body; /* JSON to POST; empty: GET */
    uint64_t deadline_ns; /* of the transport's own clock, clock_ns() */
    const atomic_bool *cancel; /* may be NULL */
};

struct http_reply {
    enum fault fault; /* of the exchange; FAULT_none when a complete response came */
    int status;
    int64_t retry_after_ms; /* -1 when not said */
    struct buf body;
};

/* A pool of connection handles for one endpoint. Thread-safe. */
struct transport;
enum status transport_open(const char *base_url, struct transport **ret, struct error *err);
void transport_close(struct transport *); /* accepts NULL */
void transport_exchange(void *transport, const struct http_request *, struct http_reply *);
bool is_header_safe(str value); /* visible ASCII, of bounded length */

enum address_class { ADDRESS_PUBLIC, ADDRESS_PRIVATE, ADDRESS_FORBIDDEN };
struct sockaddr;
/* FORBIDDEN: link-local (cloud metadata), multicast, unspecified and what is no IP address. */
enum address_class address_classify(const struct sockaddr *);
/* Names that an administrator can only mean to be local: localhost, a name without a dot,
 * .internal, .local, or a literal private address. */
bool is_private_host(str host);

/* ---- providers -------------------------------------------------------------------- */

enum role { ROLE_SYSTEM, ROLE_USER, ROLE_ASSISTANT };

struct message {
    enum role role;
    str text;
};

/* Parameters that an endpoint has refused; each is given up at most once. */
enum quirk {
    QUIRK_NO_TEMPERATURE = 1,
    QUIRK_OLD_TOKEN_CAP = 2, /* max_tokens instead of max_completion_tokens */
    QUIRK_JSON_OBJECT = 4,   /* no schema, but still JSON */
    QUIRK_PLAIN_TEXT = 8,    /* no response_format at all */
    QUIRK_NO_TOKEN_CAP = 16,
};

struct ask {
    str model;
    struct message messages[4];
    uint32_t message_count;
    str schema;         /* JSON schema of the answer */
    double temperature; /* negative: send none */
    int64_t max_tokens;
};

struct answer {
    enum fault fault;
    uint32_t quirk; /* FAULT_parameter: what to give up */
    str text;       /* FAULT_none: what the model said */
    str model;      /* as the provider names it, "" when it does not */
    int64_t tokens_in, tokens_out; /* -1 when not reported */
};

struct provider {
    const char *name;
    const char *path; /* appended to the base URL */
    void (*write_request)(const struct ask *, uint32_t quirks, struct buf *out);
    /* Strings of the answer are copied into the arena. */
    void (*read_reply)(const struct http_reply *, uint32_t quirks, struct arena *, struct answer *);
};

const struct provider *provider_named(str name); /* "": the default; NULL: no such one */

/* ---- retry ------------------------------------------------------------------------ */

/* What is known about one (endpoint, model). Guarded by llm_client.lock unless job-local. */
struct endpoint_state {
    char model[LLM_NAME_MAX + 1]; /* "" while unused */
    uint32_t quirks;
    uint32_t consecutive;              /* failures without a success between them */
    uint32_t window_calls, window_failures;
    uint64_t window_start_ns;
    uint64_t closed_until_ns;          /* nothing is sent before */
    bool half_open;                    /* the next call is a probe */
    bool probing;                      /* the probe is under way */
    uint64_t used_ns;                  /* for replacing the oldest */
};

bool breaker_admits(struct endpoint_state *, uint64_t now_ns);
void breaker_record(struct endpoint_state *, enum fault, int64_t retry_after_ms, uint64_t now_ns);
/* The pause before retry number `attempt` (from 0), or -1 when waiting makes no sense. */
int64_t retry_pause_ms(enum fault, uint32_t attempt, int64_t retry_after_ms, uint32_t random);

/* ---- client ----------------------------------------------------------------------- */

/* Everything that a test replaces: the network, the clock, chance. */
struct llm_world {
    void *network;
    void (*exchange)(void *network, const struct http_request *, struct http_reply *);
    void *context; /* of the three below */
    uint64_t (*now_ns)(void *context);
    void (*pause)(void *context, int64_t ms, const atomic_bool *cancel);
    uint32_t (*random)(void *context);
};

#define LLM_STATES 16u

struct llm_client {
    const struct config *config; /* borrowed */
    const struct provider *provider;
    char *url;
    struct transport *transport; /* NULL when a test brought its own network */
    struct llm_world world;
    pthread_mutex_t lock;        /* guards states */
    struct endpoint_state states[LLM_STATES];
};

/* The world of production: real network, clock and chance. */
struct llm_world llm_world_real(struct transport *);
enum status llm_open_in(const struct config *, const struct llm_world *, struct llm_client **ret,
                        struct error *err);

/* One job's dealings with the provider. */
struct session {
    struct llm_client *client;
    struct job *job;
    uint64_t deadline_ns;
    str key;
    bool own_key;               /* the caller's: its failures say nothing about ours */
    struct endpoint_state own[LLM_MODELS_MAX]; /* used instead of the client's when own_key */
    str models[LLM_MODELS_MAX];
    uint32_t model_count;
    uint32_t retries_left;
    int64_t tokens_left;
};

/* Asks the models in turn. The answer's fault is the last one met. */
void llm_ask(struct session *, struct ask *, struct answer *ret);

/* ---- question and reply ------------------------------------------------------------ */

struct target {
    str name;      /* qualified */
    uint32_t node; /* the definition in job->module */
};
typedef VEC(struct target) target_vec;

void targets_find(const struct job *, target_vec *ret);
const struct target *target_named(const target_vec *, str name);
void prompt_build(const struct job *, const target_vec *, struct ask *ret);
/* Turns the ask into its one reformat request. */
void prompt_reformat(const struct job *, str bad_reply, const char *why, struct ask *);

/* One replacement as the model wrote it: the members have the right types and sizes, no more. */
struct replacement {
    str target, source, strategy, summary;
    struct str_list imports, assumptions;
};
typedef VEC(struct replacement) replacement_vec;

enum status reply_read(str text, struct arena *, replacement_vec *ret, struct error *err);

struct shape {
    str source;            /* the definition at the left margin, one newline at its end */
    struct py_module *module;
    uint32_t node;         /* the definition in it */
};
/* NULL when the replacement may stand in for the target, else why not. */
const char *shape_check(const struct job *, const struct target *, const struct replacement *,
                        struct shape *ret);
/* NULL when the import at `node` of `tree` is allowed inside a function, else why not. */
const char *import_check(const struct job *, const struct py_tree *tree, uint32_t node);
/* The same for an entry of new_imports, which comes to stand at module level. */
const char *import_statement_check(const struct job *, str text);
bool shape_same(const struct shape *a, const struct shape *b); /* equal but for layout */

#endif
