/* Files that runs leave: what is collected, what hostile trees do, and that nothing stays. */
#include <signal.h>

#include "slot.h"

#include <sys/stat.h>

static struct sandbox *slots[2]; /* with a private tmpfs where possible, and without */

static struct sandbox_outcome run_keeping(struct sandbox *s, const char *source)
{
    struct sandbox_spec spec = program(source);
    spec.keep_files = true;
    return run_spec(s, &spec);
}

static void expect_tree(struct sandbox *s)
{
    struct sandbox_outcome o = run_keeping(s, "import os\n"
                                              "open('b', 'w').write('text')\n"
                                              "os.makedirs('d/e'); open('d/e/a', 'w').close()\n"
                                              "os.symlink('/etc/shadow', 'link')\n");
    assert_int_equal(o.file_count, 3);
    assert_true(o.files_complete);
    assert_true(str_equal(o.files[0].path, S("b")));
    assert_true(str_equal(o.files[0].content, S("text")));
    assert_int_equal(o.files[0].mode & 0777, 0600);
    assert_true(str_equal(o.files[1].path, S("d/e/a")));
    assert_int_equal(o.files[1].content.len, 0);
    assert_true(str_equal(o.files[2].link, S("/etc/shadow")));
    assert_int_equal(o.files[2].content.len, 0);
    expect_end(&o, SANDBOX_EXITED, 0);
    o = run_keeping(s, "");
    assert_int_equal(o.file_count, 0);
    expect_end(&o, SANDBOX_EXITED, 0);
}

static void expect_bounded(struct sandbox *s, const char *source, bool complete)
{
    uint64_t begin = clock_ns();
    struct sandbox_outcome o = run_keeping(s, source);
    assert_true(clock_ns() - begin < 60000000000ull);
    bool weighed = o.end == SANDBOX_OUTPUT_LIMIT && !(o.layers & SANDBOX_LAYER_mount_namespace);
    assert_true(complete || !o.files_complete);
    for (uint32_t i = 0; i < o.file_count; i++)
        assert_true(o.files[i].content.len <= 1u << 20);
    assert_true(o.file_count <= 4096);
    expect_end(&o, weighed ? SANDBOX_OUTPUT_LIMIT : SANDBOX_EXITED, weighed ? SIGKILL : 0);
}

static void test_files__collected(void **state)
{
    (void) state;
    expect_tree(slots[0]);
    expect_tree(slots[1]);
}

static void test_files__hostile_trees(void **state)
{
    static const struct {
        const char *source;
        bool complete; /* may be; the others are too much to collect */
    } programs[] = {
        { "open('sparse', 'wb').truncate(60 << 20)", false },
        { "import os\nfor n in range(400): os.mkdir('d'); os.chdir('d')\nopen('f', 'w')", false },
        { "import os\nfor n in range(3000): open(str(n), 'w').close()", false },
        { "for n in range(30): open(str(n), 'wb').write(bytes(1 << 20))", false },
        { "import os\nos.mkdir('d', 0o300)\nopen('d/f', 'w')", true },
        { "import os\nfor n in range(2000): os.mkdir(str(n)); os.mkdir(f'{n}/x', 0)", true },
    };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(programs); i++) {
        expect_bounded(slots[0], programs[i].source, programs[i].complete);
        expect_bounded(slots[1], programs[i].source, programs[i].complete);
    }
    expect_tree(slots[1]); /* the next run starts from nothing */
}

static void test_files__odd_names(void **state)
{
    (void) state;
    struct sandbox_outcome o = run_keeping(slots[1], "open(b'\\xff\\n', 'w').write('x')");
    assert_int_equal(o.file_count, 1);
    assert_true(str_equal(o.files[0].path, S("\xff\n")));
    expect_end(&o, SANDBOX_EXITED, 0);
}

static void test_files__quota(void **state)
{
    (void) state;
    struct sandbox_outcome o = run_keeping(slots[0], "n = 0\n"
                                                     "try:\n"
                                                     "    for n in range(400):\n"
                                                     "        open(str(n), 'wb').write(bytes(8 << 20))\n"
                                                     "except OSError: pass\n"
                                                     "status = 0 if n < 30 else 1\n");
    if (o.layers & SANDBOX_LAYER_mount_namespace)
        assert_int_equal(o.code, 0);
    sandbox_outcome_release(&o);
    o = run_source(slots[0], "try: open('big', 'wb').write(bytes(100 << 20))\n"
                             "except OSError: raise SystemExit(0)\n"
                             "raise SystemExit(1)\n");
    expect_end(&o, SANDBOX_EXITED, 0);
    o = run_source(slots[1], "for n in range(20): open(str(n), 'wb').write(bytes(8 << 20))\n"
                             "while True: pass\n"); /* no tmpfs of its own: weighed */
    expect_end(&o, SANDBOX_OUTPUT_LIMIT, SIGKILL);
}

static int open_slots(void **state)
{
    (void) state;
    for (size_t i = 0; i < 2; i++) {
        struct sandbox_config config = test_config;
        struct error err = { 0 };
        config.namespaces = i == 0;
        if (sandbox_open(&config, &slots[i], &err) != STATUS_OK)
            return -1;
    }
    return 0;
}

static int close_slots(void **state)
{
    (void) state;
    sandbox_close(slots[0]);
    sandbox_close(slots[1]);
    return 0;
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files__collected),
        cmocka_unit_test(test_files__hostile_trees),
        cmocka_unit_test(test_files__odd_names),
        cmocka_unit_test(test_files__quota),
    };
    return cmocka_run_group_tests(tests, open_slots, close_slots);
}
