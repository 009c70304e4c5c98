/*
 * What stands in which environment, and that nothing which must hold depends on what is missing:
 * Landlock capped to what older kernels have and to none, with and without namespaces. Run as root
 * and as an ordinary user this is eight machines in two.
 */
#include "slot.h"

#include <unistd.h>

#define HAS(layer) ((layers & SANDBOX_LAYER_##layer) != 0)

/* Each line of output is a hole. */
static const char probe_source[] =
    "import os, socket, signal\n"
    "def hole(name, f, *a):\n"
    "    try: f(*a)\n"
    "    except OSError: return\n"
    "    print(name)\n"
    "hole('read /etc/passwd', open, '/etc/passwd')\n"
    "hole('read /proc', open, '/proc/self/status')\n"
    "hole('environment of the parent', open, f'/proc/{os.getppid()}/environ')\n"
    "hole('list /home', os.listdir, '/home')\n"
    "hole('write /dev/shm', open, '/dev/shm/hasten-hole', 'w')\n"
    "hole('write /var/tmp', open, '/var/tmp/hasten-hole', 'w')\n"
    "hole('write beside scratch', open, '../hasten-hole', 'w')\n"
    "hole('socket', socket.socket)\n"
    "hole('udp', socket.socket, socket.AF_INET, socket.SOCK_DGRAM)\n"
    "hole('unix', socket.socket, socket.AF_UNIX)\n"
    "hole('signal the parent', os.kill, os.getppid(), 0)\n"
    "hole('signal init', os.kill, 1, 0)\n"
    "hole('fork', os.fork)\n"
    "hole('exec', os.execv, '/bin/true', ['true'])\n"
    "hole('truncate', os.open, '/usr/lib/os-release', os.O_RDONLY | os.O_TRUNC)\n"
    "for fd in range(4, 300): hole(f'descriptor {fd}', os.fstat, fd)\n"
    "for name in os.environ:\n"
    "    if name not in 'PATH LANG HOME TMPDIR LC_CTYPE OPENBLAS_NUM_THREADS OMP_NUM_THREADS '\\\n"
    "        'MKL_NUM_THREADS': print('environment', name)\n";

static void expect_no_holes(struct sandbox *s)
{
    struct sandbox_outcome o = run_source(s, probe_source);
    assert_string_equal(o.out.ptr ? o.out.ptr : "", "");
    expect_end(&o, SANDBOX_EXITED, 0);
}

static void expect_scratch_works(struct sandbox *s)
{
    struct sandbox_outcome o = run_source(s, "import os, tempfile\n"
                                             "open('f', 'w').write('text')\n"
                                             "os.rename('f', 'g'); os.mkdir('d')\n"
                                             "print(open('g').read(), sorted(os.listdir()))\n"
                                             "tempfile.TemporaryFile().write(b'x')\n");
    assert_string_equal(o.out.ptr ? o.out.ptr : "", "text ['d', 'g']\n");
    expect_end(&o, SANDBOX_EXITED, 0);
}

static void expect_pool_or_refusal(struct sandbox *s)
{
    struct sandbox_spec spec = program("import multiprocessing\n"
                                       "def f(n): return n + 1\n"
                                       "with multiprocessing.Pool(2) as p: print(p.map(f, [1, 2]))");
    spec.profile = SANDBOX_PARALLEL;
    if (!sandbox_allows_processes(s)) {
        struct sandbox_run *run;
        struct error err = { 0 };
        assert_int_equal(sandbox_start(s, &spec, &run, &err), STATUS_SANDBOX);
        return;
    }
    struct sandbox_outcome o = run_spec(s, &spec);
    assert_string_equal(o.out.ptr ? o.out.ptr : "", "[2, 3]\n");
    expect_end(&o, SANDBOX_EXITED, 0);
}

static struct sandbox *open_with(int abi_cap, bool namespaces)
{
    struct sandbox_config config = test_config;
    struct sandbox *s = NULL;
    struct error err = { 0 };
    config.landlock_abi_cap = abi_cap;
    config.namespaces = namespaces;
    if (sandbox_open(&config, &s, &err) != STATUS_OK)
        fail_msg("%s", err.detail);
    return s;
}

static void expect_contained(int abi_cap, bool namespaces)
{
    struct sandbox *s = open_with(abi_cap, namespaces);
    uint32_t layers = sandbox_layers(s);
    assert_true(sandbox_landlock_abi(s) <= abi_cap);
    assert_true(HAS(rlimits) && HAS(no_new_privs) && HAS(seccomp) && HAS(capabilities));
    assert_true(HAS(landlock_fs) != HAS(strict));
    assert_false(HAS(landlock_scope) && abi_cap < 6);
    assert_false(HAS(landlock_net) && abi_cap < 4);
    assert_false(HAS(user_namespace) && !namespaces);
    assert_true(HAS(private_uid) == (geteuid() == 0));
    expect_no_holes(s);
    if (abi_cap > 0)
        expect_scratch_works(s);
    if (abi_cap > 0)
        expect_pool_or_refusal(s);
    sandbox_close(s);
}

static void test_layers__all(void **state)
{
    (void) state;
    expect_contained(99, true);
}

static void test_layers__no_namespaces(void **state)
{
    (void) state;
    expect_contained(99, false);
}

static void test_layers__landlock_2(void **state)
{
    (void) state;
    expect_contained(2, true);
    expect_contained(2, false);
}

static void test_layers__landlock_1(void **state)
{
    (void) state;
    expect_contained(1, true);
    expect_contained(1, false);
}

static void test_layers__strict(void **state)
{
    (void) state;
    expect_contained(0, true);
    expect_contained(0, false);
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layers__all),        cmocka_unit_test(test_layers__no_namespaces),
        cmocka_unit_test(test_layers__landlock_2), cmocka_unit_test(test_layers__landlock_1),
        cmocka_unit_test(test_layers__strict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
