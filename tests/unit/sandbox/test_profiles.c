/* What each profile is for works in it, and what none may do fails in each. */
#include "slot.h"

static void expect_output(struct sandbox *s, enum sandbox_profile profile, const char *source,
                          const char *out)
{
    struct sandbox_spec spec = program(source);
    spec.profile = profile;
    struct sandbox_outcome outcome = run_spec(s, &spec);
    if (outcome.out.len == 0)
        print_error("%s: %.*s\n", sandbox_end_name(outcome.end),
                    STR_ARG(buf_str(&outcome.err)));
    assert_true(str_equal(buf_str(&outcome.out), str_from(out)));
    expect_end(&outcome, SANDBOX_EXITED, 0);
}

static void test_profiles__names(void **state)
{
    (void) state;
    assert_string_equal(sandbox_profile_name(SANDBOX_FUNCTION), "function");
    assert_string_equal(sandbox_profile_name(SANDBOX_SCRIPT), "script");
    assert_string_equal(sandbox_profile_name(SANDBOX_ASYNCIO), "asyncio");
    assert_string_equal(sandbox_profile_name(SANDBOX_THREADS), "threads");
    assert_string_equal(sandbox_profile_name(SANDBOX_PARALLEL), "parallel");
}

static void test_profiles__threads(void **state)
{
    static const char source[] = "import threading\n"
                                 "from concurrent.futures import ThreadPoolExecutor\n"
                                 "all_here = threading.Barrier(33)\n"
                                 "def wait(n): all_here.wait(5); return n\n"
                                 "with ThreadPoolExecutor(32) as pool:\n"
                                 "    waiting = [pool.submit(wait, n) for n in range(32)]\n"
                                 "    all_here.wait(5)\n"
                                 "    print(sum(f.result() for f in waiting))\n";
    expect_output(*state, SANDBOX_THREADS, source, "496\n");
    expect_output(*state, SANDBOX_PARALLEL, source, "496\n");
}

static void test_profiles__event_loop(void **state)
{
    static const char source[] =
        "import asyncio, time\n"
        "async def step(n):\n"
        "    await asyncio.sleep(0.001)\n"
        "    return await asyncio.to_thread(pow, n, 2)\n"
        "async def connect():\n"
        "    try: await asyncio.open_connection('127.0.0.1', 80)\n"
        "    except OSError as error: return type(error).__name__\n"
        "async def start():\n"
        "    try: await asyncio.create_subprocess_exec('/bin/true')\n"
        "    except (OSError, NotImplementedError) as error: return 'no process'\n"
        "async def main():\n"
        "    reader, writer = await asyncio.open_connection(sock=left)\n"
        "    await asyncio.get_running_loop().sock_sendall(right, b'ping')\n"
        "    print(await reader.readexactly(4), await asyncio.gather(*map(step, range(5))))\n"
        "    print(await connect(), await start())\n"
        "import socket\n"
        "left, right = socket.socketpair()\n"
        "left.setblocking(False), right.setblocking(False)\n"
        "asyncio.run(main())\n";
    for (enum sandbox_profile p = SANDBOX_ASYNCIO; p <= SANDBOX_THREADS; p++)
        expect_output(*state, p, source,
                      "b'ping' [0, 1, 4, 9, 16]\nPermissionError no process\n");
}

static void test_profiles__walls(void **state)
{
    static const char source[] = "import os, socket, threading\n"
                                 "def refused(function, *arguments):\n"
                                 "    try: function(*arguments)\n"
                                 "    except OSError: return True\n"
                                 "    return False\n"
                                 "def forks():\n"
                                 "    pid = os.fork()\n"
                                 "    if pid == 0: os._exit(0)\n"
                                 "    os.waitpid(pid, 0)\n"
                                 "print(refused(socket.socket), refused(open, '/etc/passwd'), "
                                 "refused(os.execv, '/bin/true', ['x']),\n"
                                 "      refused(os.setsid), refused(forks))\n";
    for (enum sandbox_profile p = SANDBOX_FUNCTION; p < SANDBOX_PARALLEL; p++)
        expect_output(*state, p, source, "True True True True True\n");
    expect_output(*state, SANDBOX_PARALLEL, source, "True True True True False\n");
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_profiles__names),
        cmocka_unit_test(test_profiles__threads),
        cmocka_unit_test(test_profiles__event_loop),
        cmocka_unit_test(test_profiles__walls),
    };
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}
