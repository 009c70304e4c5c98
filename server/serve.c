/*
 * serve.c — starts the parts of the daemon, waits for a signal, stops them in reverse.
 *
 * Start: signals blocked → store → LLM client → jobs → HTTP. Signals are blocked before the
 * first thread exists, so that every thread inherits the mask and only the signal thread sees
 * them.
 *
 * Stop: each step of enum shutdown_step relies on the ones before it. A job that does not
 * finish within its grace goes back to the queue; the store is closed last, so nothing
 * acknowledged is lost. A second signal skips all of it: the store is crash-safe by design.
 */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "hasten/llm.h"
#include "serve.h"
#include "server/http/api.h"
#include "server/http/http.h"

#define HTTP_GRACE_MS 5000u
#define SPARE_FILES   256u /* store, sandboxes, LLM connections, log */

enum shutdown_step {
    SHUTDOWN_REFUSE,  /* /readyz says 503, new work is refused: load balancers turn away */
    SHUTDOWN_QUIESCE, /* every answer says Connection: close; who asks for a job still hears */
    SHUTDOWN_DRAIN,   /* claim no job; running ones get their grace, then return to the queue */
    SHUTDOWN_RELEASE, /* refuse connections; resume parked requests: a suspended connection
                         aborts the next step */
    SHUTDOWN_HTTP,    /* wait for the answers to leave, then end the HTTP threads */
    SHUTDOWN_JOBS,    /* end the workers and their sandboxes; late wake-ups happen here */
    SHUTDOWN_LLM,
    SHUTDOWN_STORE, /* flush the writer, checkpoint */
    SHUTDOWN_DONE,
};

struct daemon {
    const struct config *config;
    struct store *store;
    struct llm_client *llm;
    struct jobs *jobs;
    struct api api;
    struct http_server *http;
    pthread_t signal_thread;
    sem_t stop; /* posted by the first signal */
};

/* ---- process -------------------------------------------------------------------- */

static void raise_file_limit(const struct config *config)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t) config->max_connections + SPARE_FILES;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur < wanted)
        log_event(LOG_WARNING, "file_limit_low", NULL);
}

static void set_log_level(const char *name)
{
    static const char *const names[] = { "debug", "info", "warning", "error", "off" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (!strcmp(name, names[i]))
            log_set_level((enum log_level) i);
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

static void *signal_thread(void *context)
{
    struct daemon *d = context;
    sigset_t set = stop_signals();
    int number;
    sigwait(&set, &number);
    log_event(LOG_INFO, "stopping", "signal", number == SIGINT ? "INT" : "TERM", NULL);
    sem_post(&d->stop);
    sigwait(&set, &number);
    _exit(128 + number);
}

static enum status prepare_process(struct daemon *d, struct error *err)
{
    sigset_t set = stop_signals();
    set_log_level(d->config->log_level);
    signal(SIGPIPE, SIG_IGN);
    /* Untrusted code may share our uid: it must not read our memory, where keys are. */
    prctl(PR_SET_DUMPABLE, 0);
    raise_file_limit(d->config);
    sem_init(&d->stop, 0, 0);
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) ||
        pthread_create(&d->signal_thread, NULL, signal_thread, d))
        return error_set(err, STATUS_INTERNAL, "cannot start the signal thread");
    return STATUS_OK;
}

/* ---- start and stop ------------------------------------------------------------- */

static enum status start_http(struct daemon *d, struct error *err)
{
    struct http_app app = api_app(&d->api);
    enum status status = api_init(&d->api, d->config, d->store, d->jobs, err);
    return status ? status : http_start(d->config, &app, &d->http, err);
}

static enum status start(struct daemon *d, struct error *err)
{
    enum status status = prepare_process(d, err);
    if (!status)
        status = store_open(d->config->database, &d->store, err);
    if (!status)
        status = llm_open(d->config, &d->llm, err);
    if (!status)
        status = jobs_start(d->config, d->store, d->llm, &d->jobs, err);
    if (!status)
        status = start_http(d, err);
    return status;
}

static void stop_step(struct daemon *d, enum shutdown_step step)
{
    switch (step) {
    case SHUTDOWN_REFUSE:
        atomic_store(&d->api.draining, true);
        break;
    case SHUTDOWN_QUIESCE:
        http_quiesce(d->http);
        break;
    case SHUTDOWN_DRAIN:
        jobs_drain(d->jobs, (uint32_t) d->config->drain * 1000u);
        break;
    case SHUTDOWN_RELEASE:
        http_release(d->http);
        break;
    case SHUTDOWN_HTTP:
        if (!http_stop(d->http, HTTP_GRACE_MS)) {
            log_event(LOG_ERROR, "http_stuck", NULL);
            _exit(1); /* the store is crash-safe; freeing under a running thread is not */
        }
        break;
    case SHUTDOWN_JOBS:
        if (d->jobs)
            jobs_stop(d->jobs);
        http_free(d->http);
        api_release(&d->api);
        break;
    case SHUTDOWN_LLM:
        llm_close(d->llm);
        break;
    case SHUTDOWN_STORE:
        store_close(d->store);
        break;
    case SHUTDOWN_DONE:
        break;
    }
}

/* Also after a start that failed half-way: then there is no HTTP to wind down. */
static void stop(struct daemon *d)
{
    enum shutdown_step first = d->http ? SHUTDOWN_REFUSE : SHUTDOWN_JOBS;
    for (enum shutdown_step step = first; step < SHUTDOWN_DONE; step++)
        stop_step(d, step);
}

static void announce(const struct daemon *d)
{
    const char *address = d->config->listen_address;
    bool v6 = strchr(address, ':') != NULL;
    printf("listening on http://%s%s%s:%u\n", v6 ? "[" : "", address, v6 ? "]" : "",
           http_port(d->http));
    fflush(stdout);
}

static bool read_setting(struct config *config, const char *argument)
{
    struct error err = { 0 };
    const char *equals = strchr(argument, '=');
    if (strncmp(argument, "--", 2) != 0 || !equals) {
        fprintf(stderr, "hasten: serve takes --SETTING=VALUE; `hasten config` lists them\n");
        return false;
    }
    char *name = xstrdup_str((str){ argument + 2, (size_t) (equals - argument) - 2 });
    for (char *c = name; *c; c++)
        if (*c == '-')
            *c = '_';
    enum status status = config_set(config, str_from(name), str_from(equals + 1), &err);
    if (status)
        fprintf(stderr, "hasten: %s: %s\n", err.field, err.detail);
    free(name);
    return !status;
}

int serve_main(struct config *config, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (!read_setting(config, argv[i]))
            return 2;
    return serve_run(config);
}

int serve_run(const struct config *config)
{
    struct daemon d = { .config = config };
    struct error err = { 0 };
    enum status status = start(&d, &err);
    if (status) {
        log_event(LOG_ERROR, "start_failed", "code", status_code(err.status), "setting",
                  err.field, "detail", err.detail, NULL);
    } else {
        announce(&d);
        while (sem_wait(&d.stop))
            ; /* interrupted: wait on */
    }
    stop(&d);
    if (!status)
        log_event(LOG_INFO, "stopped", NULL);
    return status ? 1 : 0;
}
