/* Supervisors, zygotes and owners come and go; thousands of runs leave nothing behind. */
#include "slot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t count_entries(const char *path, const char *prefix)
{
    size_t n = 0;
    DIR *directory = opendir(path);
    struct dirent *entry;
    while (directory && (entry = readdir(directory)))
        n += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    if (directory)
        closedir(directory);
    return n;
}

/* Pids of the living whose parent is `parent`. */
static size_t children_of(pid_t parent, pid_t *ret, size_t room)
{
    size_t n = 0;
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while (proc && (entry = readdir(proc))) {
        char path[300], line[512] = "";
        snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
        FILE *file = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        const char *after = NULL;
        if (file && fgets(line, sizeof(line), file))
            after = strrchr(line, ')');
        if (file)
            fclose(file);
        char state;
        int ppid;
        if (after && sscanf(after + 1, " %c %d", &state, &ppid) == 2 && ppid == parent &&
            state != 'Z' && n < room)
            ret[n++] = (pid_t) strtol(entry->d_name, NULL, 10);
    }
    if (proc)
        closedir(proc);
    return n;
}

static pid_t only_child(pid_t parent)
{
    pid_t pids[8];
    assert_int_equal(children_of(parent, pids, 8), 1);
    return pids[0];
}

static struct sandbox *open_plain(bool namespaces)
{
    struct sandbox_config config = test_config;
    struct sandbox *s = NULL;
    struct error err = { 0 };
    config.namespaces = namespaces;
    if (sandbox_open(&config, &s, &err) != STATUS_OK)
        fail_msg("%s", err.detail);
    return s;
}

static void expect_works(struct sandbox *s)
{
    struct sandbox_outcome o = run_source(s, "status = 5");
    expect_end(&o, SANDBOX_EXITED, 5);
}

static void test_life__zygote_dies(void **state)
{
    (void) state;
    struct sandbox *s = open_plain(true);
    for (int i = 0; i < 3; i++) {
        kill(only_child(only_child(getpid())), SIGKILL);
        expect_works(s);
    }
    sandbox_close(s);
}

static void test_life__supervisor_dies(void **state)
{
    (void) state;
    struct sandbox *s = open_plain(true);
    struct sandbox_spec spec = { .entry = "slot.serve" };
    struct sandbox_run *run = start(s, &spec);
    pid_t zygote[8];
    assert_int_equal(children_of(only_child(getpid()), zygote, 8), 2);
    pid_t killed = only_child(getpid());
    kill(killed, SIGKILL);
    struct sandbox_reply reply;
    struct sandbox_outcome outcome;
    struct error err;
    enum status status = sandbox_call(run, S("x"), 3000, &reply, &err);
    assert_true(status == STATUS_SANDBOX || status == STATUS_OK);
    sandbox_finish(run, 3000, &outcome);
    assert_string_equal(sandbox_end_name(outcome.end), "failed");
    sandbox_outcome_release(&outcome);
    for (int i = 0; i < 6000 && kill(zygote[0], 0) == 0; i++)
        usleep(10000);
    assert_true(kill(zygote[0], 0) != 0 && errno == ESRCH);
    if (sandbox_layers(s) & SANDBOX_LAYER_mount_namespace) {
        char scratch[64];
        snprintf(scratch, sizeof(scratch), "hasten-%d-", (int) killed);
        assert_int_equal(count_entries("/dev/shm", scratch), 0);
    }
    expect_works(s); /* the next run brings a new supervisor */
    sandbox_close(s);
}

/* Everything goes with the service, however it goes. */
/* Named as by a supervisor; the lock on the second one says that its owner lives. */
static void test_life__abandoned_scratch_is_removed(void **state)
{
    (void) state;
    char dead[] = "/dev/shm/hasten-0-deadXXXXXX", live[] = "/dev/shm/hasten-0-liveXXXXXX";
    char below[64];
    assert_non_null(mkdtemp(live));
    int fd = open(live, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_non_null(mkdtemp(dead));
    snprintf(below, sizeof(below), "%s/0", dead);
    assert_int_equal(mkdir(below, 0700), 0);
    struct sandbox *s = open_plain(false);
    assert_int_not_equal(access(dead, F_OK), 0);
    assert_int_equal(rmdir(live), 0);
    close(fd);
    sandbox_close(s);
}

static void test_life__cancelled(void **state)
{
    (void) state;
    struct sandbox *s = open_plain(true);
    struct sandbox_spec spec = program("while True: pass");
    struct sandbox_run *run = start(s, &spec), *second;
    struct sandbox_reply reply;
    struct sandbox_outcome outcome;
    struct error err;
    atomic_bool cancel = true;
    sandbox_set_cancel(s, &cancel);
    uint64_t begin = clock_ns();
    assert_int_equal(sandbox_call(run, S("x"), 120000, &reply, &err), STATUS_CANCELLED);
    sandbox_finish(run, 120000, &outcome);
    assert_true(clock_ns() - begin < 60000000000ull);
    assert_string_equal(sandbox_end_name(outcome.end), "stopped");
    sandbox_outcome_release(&outcome);
    assert_int_equal(sandbox_start(s, &spec, &second, &err), STATUS_CANCELLED);
    atomic_store(&cancel, false);
    expect_works(s);
    sandbox_close(s);
}

static void test_life__owner_dies(void **state)
{
    (void) state;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t owner = fork();
    if (owner == 0) {
        struct sandbox_spec spec = program("import time; time.sleep(600)");
        struct sandbox *s = open_plain(false);
        start(s, &spec);
        pid_t pids[2] = { only_child(getpid()) };
        children_of(pids[0], &pids[1], 1);
        if (write(ready[1], pids, sizeof(pids)) > 0)
            pause();
        _exit(0);
    }
    pid_t pids[2];
    assert_int_equal(read(ready[0], pids, sizeof(pids)), sizeof(pids));
    kill(owner, SIGKILL);
    waitpid(owner, NULL, 0);
    for (int i = 0; i < 6000 && (kill(pids[0], 0) == 0 || kill(pids[1], 0) == 0); i++)
        usleep(10000);
    assert_int_not_equal(kill(pids[0], 0), 0);
    assert_int_not_equal(kill(pids[1], 0), 0);
    close(ready[0]);
    close(ready[1]);
}

static void test_life__hash_seed_decides(void **state)
{
    (void) state;
    struct sandbox *s = open_plain(true);
    char first[3][64];
    for (uint32_t i = 0; i < 9; i++) { /* more seeds than zygotes are kept, then again */
        struct sandbox_spec spec = program("print(hash('hasten'))");
        spec.hash_seed = i % 3 == 2 ? 20 + i : i % 3;
        struct sandbox_outcome o = run_spec(s, &spec);
        if (i < 3)
            snprintf(first[i], sizeof(first[i]), "%s", o.out.ptr);
        else if (i % 3 != 2)
            assert_string_equal(o.out.ptr, first[i % 3]);
        expect_end(&o, SANDBOX_EXITED, 0);
    }
    assert_string_not_equal(first[0], first[1]);
    sandbox_close(s);
}

static void test_life__bad_configuration(void **state)
{
    (void) state;
    static const struct sandbox_module broken[] = { { "broken", S_INIT("import no_such_module") } };
    struct sandbox_config config = test_config;
    struct sandbox *s = NULL;
    struct error err = { 0 };
    config.python = "/nonexistent/python";
    assert_int_equal(sandbox_open(&config, &s, &err), STATUS_SANDBOX);
    assert_non_null(strstr(err.detail, "No such file"));
    config.python = "/usr/bin/python3";
    config.modules = broken;
    assert_int_equal(sandbox_open(&config, &s, &err), STATUS_SANDBOX);
    assert_non_null(strstr(err.detail, "no_such_module"));
    config.program = "/nonexistent/program";
    assert_int_equal(sandbox_open(&config, &s, &err), STATUS_SANDBOX);
    sandbox_close(NULL);
}

static void test_life__unknown_entry(void **state)
{
    (void) state;
    struct sandbox *s = open_plain(true);
    struct sandbox_spec spec = { .entry = "slot.missing" };
    struct sandbox_run *run;
    struct error err = { 0 };
    assert_int_equal(sandbox_start(s, &spec, &run, &err), STATUS_SANDBOX);
    assert_non_null(strstr(err.detail, "missing"));
    expect_works(s);
    sandbox_close(s);
}

static void expect_no_leaks(bool namespaces, enum sandbox_profile profile, int runs)
{
    struct sandbox *s = open_plain(namespaces);
    struct sandbox_spec spec = program("open('f', 'w').write('x')");
    spec.profile = profile;
    spec.keep_files = true;
    expect_works(s);
    pid_t supervisor = only_child(getpid());
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/fd", (int) supervisor);
    size_t own = count_entries("/proc/self/fd", ""), its = count_entries(path, "");
    for (int i = 0; i < runs; i++) {
        struct sandbox_outcome o = run_spec(s, &spec);
        assert_int_equal(o.file_count, 1);
        expect_end(&o, SANDBOX_EXITED, 0);
    }
    assert_int_equal(count_entries("/proc/self/fd", ""), own);
    for (int i = 0; i < 6000 && count_entries(path, "") > its; i++)
        usleep(5000); /* it may still be closing the last one */
    assert_int_equal(count_entries(path, ""), its);
    only_child(supervisor); /* its zygote */
    sandbox_close(s);
    pid_t left[4];
    assert_int_equal(children_of(getpid(), left, 4), 0);
    snprintf(path, sizeof(path), "hasten-%d-", (int) supervisor);
    assert_int_equal(count_entries("/dev/shm", path), 0);
}

static void test_life__thousands_of_runs_leave_nothing(void **state)
{
    (void) state;
    expect_no_leaks(true, SANDBOX_FUNCTION, 800);
    expect_no_leaks(false, SANDBOX_FUNCTION, 300);
    expect_no_leaks(true, SANDBOX_PARALLEL, 100);
}

static void test_life__hostile_trees_are_removed(void **state)
{
    (void) state;
    char prefix[64];
    struct sandbox *s = open_plain(false);
    struct sandbox_outcome o = run_source(s, "import os\n"
                                             "for n in range(2500): os.mkdir(str(n))\n"
                                             "for n in range(300): os.mkdir('d'); os.chdir('d')\n");
    /* A slow machine has the time to weigh it. */
    assert_true(o.end == SANDBOX_EXITED || o.end == SANDBOX_OUTPUT_LIMIT);
    sandbox_outcome_release(&o);
    snprintf(prefix, sizeof(prefix), "hasten-%d-", (int) only_child(getpid()));
    sandbox_close(s);
    assert_int_equal(count_entries("/dev/shm", prefix), 0);
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_life__zygote_dies),
        cmocka_unit_test(test_life__supervisor_dies),
        cmocka_unit_test(test_life__abandoned_scratch_is_removed),
        cmocka_unit_test(test_life__cancelled),
        cmocka_unit_test(test_life__owner_dies),
        cmocka_unit_test(test_life__hash_seed_decides),
        cmocka_unit_test(test_life__bad_configuration),
        cmocka_unit_test(test_life__unknown_entry),
        cmocka_unit_test(test_life__hostile_trees_are_removed),
        cmocka_unit_test(test_life__thousands_of_runs_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
