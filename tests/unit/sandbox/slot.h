/*
 * slot.h — a sandbox slot for tests. The test binary is its own supervisor: executed again with
 * the argument "sandbox-supervisor" it runs sandbox_supervisor_main(). The harness module here runs
 * the payload as a Python program that finds `channel` among its globals.
 */
#ifndef HASTEN_TESTS_SLOT_H
#define HASTEN_TESTS_SLOT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "hasten/sandbox.h"

static const struct sandbox_module test_modules[] = {
    { "slot", S_INIT("import sys\n"
                     "\n"
                     "def run(channel, payload):\n"
                     "    g = sys.modules['__main__'].__dict__\n"
                     "    g['channel'] = channel\n"
                     "    exec(compile(payload, '<program>', 'exec'), g)\n"
                     "    return g.get('status', 0)\n"
                     "\n"
                     "def serve(channel, payload):\n"
                     "    while (request := channel.receive()) is not None:\n"
                     "        channel.reply(request)\n") },
};

static const struct sandbox_config test_config = {
    .python = "/usr/bin/python3",
    .landlock_abi_cap = 99,
    .namespaces = true,
    .memory_bytes = 1ull << 30,
    .modules = test_modules,
    .module_count = ARRAY_LEN(test_modules),
};

/* First line of main() in every test binary that opens a slot. */
#define SUPERVISOR_OR_TESTS(argc, argv)                                                 \
    if ((argc) > 1 && strcmp((argv)[1], "sandbox-supervisor") == 0)                     \
        return sandbox_supervisor_main()

__attribute__((unused)) static int open_slot(void **state)
{
    struct error err = { 0 };
    if (sandbox_open(&test_config, (struct sandbox **) state, &err) == STATUS_OK)
        return 0;
    print_error("%s\n", err.detail);
    return -1;
}

__attribute__((unused)) static int close_slot(void **state)
{
    sandbox_close(*state);
    return 0;
}

__attribute__((unused)) static struct sandbox_spec program(const char *source)
{
    return (struct sandbox_spec){ .entry = "slot.run", .payload = str_from(source) };
}

__attribute__((unused)) static struct sandbox_run *start(struct sandbox *s,
                                                         const struct sandbox_spec *spec)
{
    struct sandbox_run *run = NULL;
    struct error err = { 0 };
    if (sandbox_start(s, spec, &run, &err) != STATUS_OK)
        fail_msg("sandbox_start: %s", err.detail);
    return run;
}

/* Runs to the end; the caller releases. */
__attribute__((unused)) static struct sandbox_outcome run_spec(struct sandbox *s,
                                                               const struct sandbox_spec *spec)
{
    struct sandbox_outcome outcome;
    sandbox_finish(start(s, spec), 20000, &outcome);
    return outcome;
}

__attribute__((unused)) static struct sandbox_outcome run_source(struct sandbox *s,
                                                                 const char *source)
{
    struct sandbox_spec spec = program(source);
    return run_spec(s, &spec);
}

__attribute__((unused)) static void expect_end(struct sandbox_outcome *outcome,
                                               enum sandbox_end end, int code)
{
    if (outcome->end != end || outcome->code != code)
        print_error("stderr: %.*s\n", STR_ARG(buf_str(&outcome->err)));
    assert_string_equal(sandbox_end_name(outcome->end), sandbox_end_name(end));
    assert_int_equal(outcome->code, code);
    sandbox_outcome_release(outcome);
}

#endif
