/*
 * test_server.c — the HTTP side over real sockets with a job engine that does what the test
 * says: parked requests end exactly once, in every order of job, deadline and shutdown.
 */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/http/api.h"
#include "tests/fakes/engine.h"

#define RECEIVE_SECONDS 60

static struct config config;
static struct api api;
static struct http_server *server;

static int start_server(void **state)
{
    (void) state;
    struct error err = { 0 };
    log_set_level(LOG_OFF);
    config_defaults(&config);
    config.listen_port = 0;
    config.max_connections = 16;
    api_init(&api, &config, NULL, NULL, &err);
    struct http_app app = api_app(&api);
    return (int) http_start(&config, &app, &server, &err);
}

static int stop_server(void **state)
{
    (void) state;
    if (server) {
        http_quiesce(server);
        http_release(server);
        http_stop(server, 2000);
        http_free(server);
    }
    server = NULL;
    api_release(&api);
    config_release(&config);
    engine.count = 0;
    return 0;
}

static int dial(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(http_port(server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = RECEIVE_SECONDS };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    assert_int_equal(connect(fd, (struct sockaddr *) &a, sizeof(a)), 0);
    return fd;
}

static void ask(int fd, const char *request_line, const char *headers, const char *body)
{
    struct buf out = { 0 };
    buf_printf(&out,
               "%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s"
               "Content-Length: %zu\r\n\r\n%s",
               request_line, headers, strlen(body), body);
    assert_int_equal(write(fd, out.ptr, out.len), (ssize_t) out.len);
    buf_free(&out);
}

/* One answer: all of its head and its body, as one string in `out`. */
static int answer(int fd, char *out, size_t size)
{
    size_t n = 0, want = SIZE_MAX;
    while (n < want && n + 1 < size) {
        ssize_t got = read(fd, out + n, size - 1 - n);
        if (got <= 0)
            break;
        n += (size_t) got;
        out[n] = '\0';
        const char *end = strstr(out, "\r\n\r\n"), *length = strstr(out, "Content-Length: ");
        if (end && length)
            want = (size_t) (end + 4 - out) + strtoul(length + 16, NULL, 10);
    }
    out[n] = '\0';
    return n > 12 ? (int) strtol(out + 9, NULL, 10) : 0;
}

static void wait_until(atomic_uint *value, unsigned expected)
{
    const struct timespec pause = { .tv_nsec = 1000000 };
    for (int i = 0; i < RECEIVE_SECONDS * 1000 && atomic_load(value) != expected; i++)
        nanosleep(&pause, NULL);
    assert_int_equal(atomic_load(value), expected);
}

static void wait_for_parked(int64_t expected)
{
    const struct timespec pause = { .tv_nsec = 1000000 };
    for (int i = 0; i < RECEIVE_SECONDS * 1000 && counter_get(COUNTER_HTTP_WAITERS) != expected;
         i++)
        nanosleep(&pause, NULL);
    assert_int_equal(counter_get(COUNTER_HTTP_WAITERS), expected);
}

/* A worker finishes a job only once its watcher is there. */
static void wait_for_watch(void)
{
    const struct timespec pause = { .tv_nsec = 1000000 };
    bool watched = false;
    for (int i = 0; i < RECEIVE_SECONDS * 1000 && !watched; i++) {
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&engine.lock);
        watched = engine.count && engine.jobs[engine.count - 1].done;
        pthread_mutex_unlock(&engine.lock);
    }
    assert_true(watched);
}

#define OPTIMIZE "POST /api/v1/optimize"
#define CODE     "{\"code\": \"x = 1\"}"

static char text[65536];

static void test_server__sync_request_gets_the_result(void **state)
{
    (void) state;
    int fd = dial();
    for (int i = 0; i < 50; i++) { /* on one connection: each suspension leaves it usable */
        ask(fd, OPTIMIZE, "", CODE);
        wait_for_watch();
        engine_finish(JOB_SUCCEEDED, S("{\"success\":true}"), S(""));
        assert_int_equal(answer(fd, text, sizeof(text)), 200);
        assert_non_null(strstr(text, "\r\n\r\n{\"success\":true}"));
    }
    close(fd);
}

static void test_server__failed_job_answers_its_problem(void **state)
{
    (void) state;
    int fd = dial();
    ask(fd, OPTIMIZE, "", CODE);
    wait_for_watch();
    engine_finish(JOB_FAILED, S(""), S("{\"status\":422,\"code\":\"invalid_python\"}"));
    assert_int_equal(answer(fd, text, sizeof(text)), 422);
    assert_non_null(strstr(text, "application/problem+json"));
    assert_non_null(strstr(text, "invalid_python"));
    close(fd);
}

static void test_server__cancelled_job_answers_409(void **state)
{
    (void) state;
    int fd = dial();
    ask(fd, OPTIMIZE, "", CODE);
    wait_for_watch();
    engine_finish(JOB_CANCELLED, S(""), S(""));
    assert_int_equal(answer(fd, text, sizeof(text)), 409);
    close(fd);
}

static void test_server__deadline_answers_202_and_the_late_end_is_harmless(void **state)
{
    (void) state;
    int fd = dial();
    ask(fd, OPTIMIZE, "Prefer: wait=1\r\n", CODE);
    assert_int_equal(answer(fd, text, sizeof(text)), 202);
    assert_non_null(strstr(text, "Location: /api/v1/jobs/"));
    engine_finish(JOB_SUCCEEDED, S("{}"), S(""));
    ask(fd, "GET /healthz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 200);
    close(fd);
}

static void test_server__wait_zero_never_parks(void **state)
{
    (void) state;
    int fd = dial();
    ask(fd, OPTIMIZE, "Prefer: respond-async\r\n", CODE);
    assert_int_equal(answer(fd, text, sizeof(text)), 202);
    assert_null(engine.jobs[0].done);
    close(fd);
}

static void test_server__half_of_the_connections_may_park(void **state)
{
    (void) state;
    int fds[10];
    for (int i = 0; i < 8; i++) {
        ask(fds[i] = dial(), OPTIMIZE, "", CODE);
        wait_for_parked(i + 1);
    }
    for (int i = 8; i < 10; i++) {
        ask(fds[i] = dial(), OPTIMIZE, "", CODE);
        assert_int_equal(answer(fds[i], text, sizeof(text)), 202);
    }
    int fd = dial();
    ask(fd, "GET /healthz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 200);
    close(fd);
    http_release(server);
    for (int i = 0; i < 8; i++)
        assert_int_equal(answer(fds[i], text, sizeof(text)), 202);
    for (int i = 0; i < 10; i++)
        close(fds[i]);
}

static void test_server__client_that_left_is_cleaned_up(void **state)
{
    (void) state;
    int fd = dial();
    ask(fd, OPTIMIZE, "", CODE);
    wait_for_watch();
    close(fd);
    engine_finish(JOB_SUCCEEDED, S("{}"), S(""));
    wait_for_parked(0);
}

static void test_server__analysis(void **state)
{
    (void) state;
    int fd = dial();
    unsigned before = atomic_load(&engine.analyses);
    ask(fd, "POST /api/v1/analyze", "", CODE);
    wait_until(&engine.analyses, before + 1);
    engine.analysed(engine.analysis, STATUS_OK, NULL, S("{\"loops\":[]}"));
    assert_int_equal(answer(fd, text, sizeof(text)), 200);
    assert_non_null(strstr(text, "\r\n\r\n{\"loops\":[]}"));

    struct error err = { 0 };
    ask(fd, "POST /api/v1/analyze", "", CODE);
    wait_until(&engine.analyses, before + 2);
    error_at(&err, STATUS_INVALID_PYTHON, 3, 1, "invalid syntax");
    engine.analysed(engine.analysis, STATUS_INVALID_PYTHON, &err, S(""));
    assert_int_equal(answer(fd, text, sizeof(text)), 422);
    assert_non_null(strstr(text, "\"line\":3"));
    close(fd);
}

static void test_server__analysis_may_end_after_its_request(void **state)
{
    (void) state;
    int fd = dial();
    unsigned before = atomic_load(&engine.analyses);
    ask(fd, "POST /api/v1/analyze", "", CODE);
    wait_until(&engine.analyses, before + 1);
    atomic_store(&api.draining, true);
    http_release(server);
    assert_int_equal(answer(fd, text, sizeof(text)), 503);
    engine.analysed(engine.analysis, STATUS_OK, NULL, S("{}"));
    close(fd);
}

static void test_server__draining_refuses_work_and_tells_readiness(void **state)
{
    (void) state;
    int fd = dial();
    ask(fd, "GET /readyz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 200);
    assert_non_null(strstr(text, "\"layers\":[\"rlimits\",\"no_new_privs\",\"seccomp\"]"));
    engine.not_ready = true;
    ask(fd, "GET /readyz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 503);
    assert_non_null(strstr(text, "no sandbox"));
    engine.not_ready = false;
    atomic_store(&api.draining, true);
    ask(fd, "GET /readyz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 503);
    ask(fd, OPTIMIZE, "", CODE);
    assert_int_equal(answer(fd, text, sizeof(text)), 503);
    assert_non_null(strstr(text, "Retry-After: "));
    ask(fd, "GET /healthz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 200);
    close(fd);
}

static void test_server__keys_are_asked_for(void **state)
{
    static char keys[] = "alpha, beta";
    stop_server(state);
    config_defaults(&config);
    config.listen_port = 0;
    struct config with_keys = config;
    with_keys.api_keys = keys;
    struct error err = { 0 };
    assert_int_equal(api_init(&api, &with_keys, NULL, NULL, &err), STATUS_OK);
    struct http_app app = api_app(&api);
    assert_int_equal(http_start(&config, &app, &server, &err), STATUS_OK);
    static const struct {
        const char *headers;
        int status;
    } rows[] = {
        { "", 401 },
        { "Authorization: Bearer alpha\r\n", 200 },
        { "authorization: bearer beta\r\n", 200 },
        { "X-API-Key: beta\r\n", 200 },
        { "X-API-Key: bet\r\n", 401 },
        { "X-API-Key: betaa\r\n", 401 },
        { "X-API-Key: alpha, beta\r\n", 401 },
        { "X-API-Key: \r\n", 401 },
        { "Authorization: Bearer \r\n", 401 },
        { "Authorization: Basic alpha\r\n", 401 },
    };
    int fd = dial();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ask(fd, "GET /api/v1/jobs", rows[i].headers, "");
        assert_int_equal(answer(fd, text, sizeof(text)), rows[i].status);
        assert_int_equal(!strstr(text, "WWW-Authenticate: Bearer"), rows[i].status == 200);
    }
    ask(fd, "GET /healthz", "", "");
    assert_int_equal(answer(fd, text, sizeof(text)), 200);
    close(fd);
}

static void test_server__an_empty_key_is_a_mistake(void **state)
{
    (void) state;
    static char keys[] = "alpha,,beta";
    struct config bad = config;
    struct api other;
    struct error err = { 0 };
    bad.api_keys = keys;
    assert_int_equal(api_init(&other, &bad, NULL, NULL, &err), STATUS_CONFIG);
    assert_string_equal(err.field, "api_keys");
    api_release(&other);
}

static void test_server__port_in_use_is_an_error(void **state)
{
    (void) state;
    struct config same = config;
    struct http_app app = api_app(&api);
    struct http_server *second = NULL;
    struct error err = { 0 };
    same.listen_port = http_port(server);
    assert_int_equal(http_start(&same, &app, &second, &err), STATUS_IO);
    assert_null(second);
}

#define SERVER_TEST(name) cmocka_unit_test_setup_teardown(name, start_server, stop_server)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_TEST(test_server__sync_request_gets_the_result),
        SERVER_TEST(test_server__failed_job_answers_its_problem),
        SERVER_TEST(test_server__cancelled_job_answers_409),
        SERVER_TEST(test_server__deadline_answers_202_and_the_late_end_is_harmless),
        SERVER_TEST(test_server__wait_zero_never_parks),
        SERVER_TEST(test_server__half_of_the_connections_may_park),
        SERVER_TEST(test_server__client_that_left_is_cleaned_up),
        SERVER_TEST(test_server__analysis),
        SERVER_TEST(test_server__analysis_may_end_after_its_request),
        SERVER_TEST(test_server__draining_refuses_work_and_tells_readiness),
        SERVER_TEST(test_server__keys_are_asked_for),
        SERVER_TEST(test_server__an_empty_key_is_a_mistake),
        SERVER_TEST(test_server__port_in_use_is_an_error),
    };
    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
