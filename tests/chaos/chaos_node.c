/*
 * chaos_node.c — a process worth killing: the store and the job engine with a fake pipeline.
 *
 *   chaos_node DATABASE submit SEED   submits jobs and works on them until it is killed
 *   chaos_node DATABASE finish        works until nothing is queued or running, then exits 0
 *
 * What it did is told on stdout, one line per fact, each written after the fact and with one
 * write(2), so that a line survives the process: "accepted ID", "cancelled ID", "run ID".
 */
#include <pthread.h>
#include <unistd.h>

#include "hasten/pipeline.h"
#include "server/jobs/jobs.h"
#include "tests/fakes/pipeline_fake.h"

#define SUBMITTERS 2

struct submitter {
    struct jobs *jobs;
    uint32_t random;
};

static void tell(const char *fact, const char *id)
{
    char line[64];
    int n = snprintf(line, sizeof(line), "%s %s\n", fact, id);
    if (write(STDOUT_FILENO, line, (size_t) n) != n)
        _exit(3);
}

static void tell_run(const char *id)
{
    tell("run", id);
}

static uint32_t draw(struct submitter *submitter, uint32_t below)
{
    submitter->random = submitter->random * 1664525u + 1013904223u;
    return (submitter->random >> 16) % below;
}

static void pause_ms(uint32_t ms)
{
    const struct timespec pause = { 0, (long) ms * 1000000 };
    nanosleep(&pause, NULL);
}

static void submit_one(struct submitter *submitter)
{
    static const char *const codes[] = { "ok", "fail", "sleep 1", "sleep 5", "sleep 30" };
    struct request request;
    char id[UUID_LEN + 1];
    request_defaults(&request);
    request.code = str_from(codes[draw(submitter, ARRAY_LEN(codes))]);
    if (jobs_submit(submitter->jobs, &request, id, NULL))
        return;
    tell("accepted", id);
    if (draw(submitter, 3))
        return;
    pause_ms(draw(submitter, 12)); /* queued, running or ended by now */
    if (jobs_cancel(submitter->jobs, id, NULL) == STATUS_OK)
        tell("cancelled", id);
}

static void *submit_for_ever(void *context)
{
    struct submitter *submitter = context;
    for (;;) {
        submit_one(submitter);
        pause_ms(draw(submitter, 8));
    }
    return NULL;
}

static void submit_until_killed(struct jobs *jobs, uint32_t seed)
{
    struct submitter submitters[SUBMITTERS];
    pthread_t threads[SUBMITTERS];
    for (uint32_t i = 0; i < SUBMITTERS; i++) {
        submitters[i] = (struct submitter){ jobs, seed * SUBMITTERS + i };
        if (pthread_create(&threads[i], NULL, submit_for_ever, &submitters[i]))
            _exit(3);
    }
    pthread_join(threads[0], NULL);
}

static void wait_until_done(struct store *store)
{
    int64_t queued, running;
    for (store_job_counts(store, &queued, &running); queued + running > 0;
         store_job_counts(store, &queued, &running))
        pause_ms(5);
}

int main(int argc, char **argv)
{
    struct config config;
    struct store *store;
    struct jobs *jobs;
    struct error err = { 0 };
    if (argc < 3) {
        fprintf(stderr, "usage: chaos_node DATABASE submit SEED | finish\n");
        return 2;
    }
    log_set_level(LOG_ERROR);
    config_defaults(&config);
    config.workers = 3;
    config.lease = 2;
    fake.on_run = tell_run;
    if (store_open(argv[1], &store, &err) || jobs_start(&config, store, NULL, &jobs, &err)) {
        fprintf(stderr, "chaos_node: %s\n", err.detail);
        return 1;
    }
    if (argc > 3)
        submit_until_killed(jobs, (uint32_t) strtoul(argv[3], NULL, 10));
    wait_until_done(store);
    jobs_stop(jobs);
    store_close(store);
    config_release(&config);
    return 0;
}
