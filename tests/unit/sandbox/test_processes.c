/* Programs that fork: real pools work, everything is killed, nothing is left. */
#include "slot.h"

#include <dirent.h>
#include <unistd.h>

static struct sandbox_spec forking(const char *source)
{
    struct sandbox_spec spec = program(source);
    spec.profile = SANDBOX_PARALLEL;
    spec.limits.wall_ms = 120000;
    return spec;
}

/* But for the scratch directories of slots, of which other programs may have some as well. */
static size_t entries(const char *path)
{
    size_t n = 0;
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));)
        n += strncmp(entry->d_name, "hasten-", 7) != 0;
    if (directory)
        closedir(directory);
    return n;
}

static void expect_output(struct sandbox *s, const char *source, const char *out)
{
    struct sandbox_spec spec = forking(source);
    struct sandbox_outcome outcome = run_spec(s, &spec);
    if (outcome.out.len == 0)
        print_error("%s: %.*s\n", sandbox_end_name(outcome.end), STR_ARG(buf_str(&outcome.err)));
    assert_string_equal(outcome.out.ptr ? outcome.out.ptr : "", out);
    expect_end(&outcome, SANDBOX_EXITED, 0);
}

static void test_processes__pool(void **state)
{
    size_t before = entries("/dev/shm");
    expect_output(*state,
                  "import multiprocessing\n"
                  "def square(n): return n * n\n"
                  "with multiprocessing.Pool(3) as pool:\n"
                  "    print(pool.map(square, range(10)))\n",
                  "[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]\n");
    for (int i = 0; i < 6000 && entries("/dev/shm") > before; i++)
        usleep(10000); /* what others have there comes and goes, what was left behind stays */
    assert_true(entries("/dev/shm") <= before);
}

static void test_processes__executor(void **state)
{
    expect_output(*state,
                  "from concurrent.futures import ProcessPoolExecutor\n"
                  "def cube(n): return n ** 3\n"
                  "with ProcessPoolExecutor(2) as pool:\n"
                  "    print(list(pool.map(cube, range(5), chunksize=2)))\n",
                  "[0, 1, 8, 27, 64]\n");
}

static void test_processes__locks_queues_and_shared_values(void **state)
{
    expect_output(*state,
                  "import multiprocessing as mp\n"
                  "def work(lock, value, queue):\n"
                  "    for _ in range(200):\n"
                  "        with lock: value.value += 1\n"
                  "    queue.put('done')\n"
                  "lock, value, queue = mp.Lock(), mp.Value('i', 0), mp.Queue()\n"
                  "ps = [mp.Process(target=work, args=(lock, value, queue)) for _ in range(4)]\n"
                  "for p in ps: p.start()\n"
                  "print([queue.get() for p in ps])\n"
                  "for p in ps: p.join()\n"
                  "print(value.value, [p.exitcode for p in ps])\n",
                  "['done', 'done', 'done', 'done']\n800 [0, 0, 0, 0]\n");
}

static void test_processes__exit_status_and_usage(void **state)
{
    struct sandbox_spec spec = forking("import os\n"
                                       "if os.fork() == 0:\n"
                                       "    sum(range(10 ** 7)); os._exit(0)\n"
                                       "os.wait()\n"
                                       "raise SystemExit(9)\n");
    struct sandbox_outcome outcome = run_spec(*state, &spec);
    assert_true(outcome.user_us > 20000);
    expect_end(&outcome, SANDBOX_EXITED, 9);
    spec = forking("import os; os.abort()");
    outcome = run_spec(*state, &spec);
    expect_end(&outcome, SANDBOX_SIGNALED, 6);
}

/* Left-over processes would keep the pipe open and be visible as processes of the uid. */
static void test_processes__nothing_survives(void **state)
{
    static const char *const programs[] = {
        "import os, time\n"
        "for _ in range(5):\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(600); os._exit(0)\n",
        "import os, time, signal\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0:\n"
        "        for s in range(1, 32):\n"
        "            try: signal.signal(s, signal.SIG_IGN)\n"
        "            except (OSError, ValueError): pass\n"
        "        try: os.setsid()\n"
        "        except OSError: pass\n"
        "        if os.fork() == 0: time.sleep(600)\n"
        "        time.sleep(600)\n",
        "import os\n"
        "try:\n"
        "    while True: os.fork()\n"
        "except OSError: pass\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(programs); i++) {
        struct sandbox_spec spec = forking(programs[i]);
        spec.limits.wall_ms = 2000;
        uint64_t begin = clock_ns();
        struct sandbox_outcome outcome = run_spec(*state, &spec);
        assert_true(clock_ns() - begin < 100000000000ull);
        assert_true(outcome.end == SANDBOX_EXITED || outcome.end == SANDBOX_WALL_LIMIT);
        sandbox_outcome_release(&outcome);
    }
    expect_output(*state, "import os; pid = os.fork()\n"
                          "if pid == 0: os._exit(4)\n"
                          "print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n", "4\n");
}

static void test_processes__no_way_out(void **state)
{
    expect_output(*state,
                  "import os, signal, socket, subprocess\n"
                  "def attempt(f, *a):\n"
                  "    try: f(*a); print('done', f)\n"
                  "    except OSError as e: print(e.errno in (1, 3, 10, 13, 38))\n"
                  "attempt(os.setsid)\n"
                  "attempt(os.setpgid, 0, 0)\n"
                  "attempt(os.execv, '/bin/true', ['true'])\n"
                  "attempt(socket.socket)\n"
                  "attempt(open, '/dev/shm/x', 'w')\n"
                  "attempt(open, '/proc/1/environ')\n",
                  "True\nTrue\nTrue\nTrue\nTrue\nTrue\n");
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_processes__pool),
        cmocka_unit_test(test_processes__executor),
        cmocka_unit_test(test_processes__locks_queues_and_shared_values),
        cmocka_unit_test(test_processes__exit_status_and_usage),
        cmocka_unit_test(test_processes__nothing_survives),
        cmocka_unit_test(test_processes__no_way_out),
    };
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}
