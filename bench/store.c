/*
 * store.c — what the store does per second: inserts by one caller and by 64 that wait for their
 * commits, claim+finish cycles, and how long a poll takes while all that goes on.
 *
 *   bench/store [SECONDS [DIRECTORY]]     each phase takes SECONDS (default 3)
 *
 * Bodies are 10 KB, as an ordinary request and result. Every acknowledged write is an fsynced
 * commit, so the figures are as good as the disk below DIRECTORY (default: where it is started,
 * because /tmp may be memory).
 */
#include <pthread.h>
#include <unistd.h>

#include "hasten/store.h"

#define BODY      10240
#define PRODUCERS 64
#define SAMPLES   200000

struct bench {
    struct store *store;
    str body;
    uint64_t until_ns;
    _Atomic uint64_t done;
    char last_id[UUID_LEN + 1]; /* guarded by lock: what the poller reads */
    pthread_mutex_t lock;
    _Atomic bool polling;
    uint64_t *polls; /* nanoseconds each */
    size_t poll_count;
};

static void die(const char *doing, const struct error *err)
{
    fprintf(stderr, "bench/store: %s: %s\n", doing, err->detail);
    exit(1);
}

static void *insert_until(void *context)
{
    struct bench *bench = context;
    struct error err = { 0 };
    while (clock_ns() < bench->until_ns) {
        struct job_row row = { .kind = S("optimize"),
                               .created_ms = clock_unix_ms(),
                               .request = bench->body };
        uuid_v7(row.id);
        if (store_job_insert(bench->store, &row, &err))
            die("insert", &err);
        bench->done++;
        pthread_mutex_lock(&bench->lock);
        memcpy(bench->last_id, row.id, sizeof(row.id));
        pthread_mutex_unlock(&bench->lock);
    }
    return NULL;
}

static void *cycle_until(void *context)
{
    struct bench *bench = context;
    struct error err = { 0 };
    while (clock_ns() < bench->until_ns) {
        struct arena *arena = arena_new(1 << 20);
        struct job_row row;
        if (store_job_claim(bench->store, S("bench"), 60000, 3, arena, &row, &err))
            die("claim", &err);
        if (store_job_finish(bench->store, row.id, S("bench"), JOB_SUCCEEDED, bench->body,
                             S(""), &err))
            die("finish", &err);
        bench->done++;
        arena_free(arena);
    }
    return NULL;
}

/* A client that asks for a job every 0.2 ms. */
static void *poll_until_told(void *context)
{
    struct bench *bench = context;
    const struct timespec pause = { 0, 200000 };
    struct error err = { 0 };
    while (bench->polling && bench->poll_count < SAMPLES) {
        struct arena *arena = arena_new(1 << 20);
        struct job_row row;
        char id[UUID_LEN + 1];
        pthread_mutex_lock(&bench->lock);
        memcpy(id, bench->last_id, sizeof(id));
        pthread_mutex_unlock(&bench->lock);
        uint64_t start = clock_ns();
        if (*id && store_job_get(bench->store, id, true, arena, &row, &err))
            die("poll", &err);
        if (*id)
            bench->polls[bench->poll_count++] = clock_ns() - start;
        arena_free(arena);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return x < y ? -1 : x > y;
}

static double poll_ms(struct bench *bench, double quantile)
{
    if (!bench->poll_count)
        return 0;
    return (double) bench->polls[(size_t) ((double) (bench->poll_count - 1) * quantile)] / 1e6;
}

static void phase(struct bench *bench, const char *name, void *(*run)(void *), int threads,
                  double seconds)
{
    pthread_t workers[PRODUCERS], poller;
    int64_t commits = counter_get(COUNTER_STORE_COMMITS);
    uint64_t start = clock_ns();
    bench->done = 0;
    bench->poll_count = 0;
    bench->polling = true;
    bench->until_ns = start + (uint64_t) (seconds * 1e9);
    if (pthread_create(&poller, NULL, poll_until_told, bench))
        abort();
    for (int i = 0; i < threads; i++) {
        if (pthread_create(&workers[i], NULL, run, bench))
            abort();
    }
    for (int i = 0; i < threads; i++)
        pthread_join(workers[i], NULL);
    double took = (double) (clock_ns() - start) / 1e9;
    bench->polling = false;
    pthread_join(poller, NULL);
    qsort(bench->polls, bench->poll_count, sizeof(*bench->polls), by_size);
    commits = counter_get(COUNTER_STORE_COMMITS) - commits;
    printf("%-24s %8.0f /s  %8.0f commits/s   poll p50 %.3f ms, p99 %.3f ms\n", name,
           (double) bench->done / took, (double) commits / took, poll_ms(bench, 0.5),
           poll_ms(bench, 0.99));
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 3;
    struct buf dir = { 0 }, path = { 0 };
    struct error err = { 0 };
    struct bench bench = { .lock = PTHREAD_MUTEX_INITIALIZER };
    buf_printf(&dir, "%s/store-bench-XXXXXX", argc > 2 ? argv[2] : ".");
    if (!mkdtemp(dir.ptr)) {
        perror(dir.ptr);
        return 1;
    }
    buf_printf(&path, "%s/bench.db", dir.ptr);
    if (store_open(path.ptr, &bench.store, &err))
        die("open", &err);
    char *body = xmalloc(BODY);
    memset(body, 'x', BODY);
    bench.body = (str){ body, BODY };
    bench.polls = xcalloc(SAMPLES, sizeof(*bench.polls));

    phase(&bench, "insert, 1 producer", insert_until, 1, seconds);
    phase(&bench, "insert, 64 producers", insert_until, PRODUCERS, seconds);
    phase(&bench, "claim+finish, 1 worker", cycle_until, 1, seconds);
    phase(&bench, "claim+finish, 4 workers", cycle_until, 4, seconds);

    store_close(bench.store);
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock" };
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        buf_clear(&path);
        buf_printf(&path, "%s/bench.db%s", dir.ptr, suffixes[i]);
        unlink(path.ptr);
    }
    rmdir(dir.ptr);
    free(body);
    free(bench.polls);
    buf_free(&dir);
    buf_free(&path);
    return 0;
}
