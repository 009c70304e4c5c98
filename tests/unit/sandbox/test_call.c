/* The frame protocol against honest and hostile programs. */
#include "slot.h"

static enum status call(struct sandbox_run *run, str request, uint32_t timeout_ms,
                        struct sandbox_reply *reply)
{
    struct error err;
    return sandbox_call(run, request, timeout_ms, reply, &err);
}

static struct sandbox_run *start_source(struct sandbox *s, const char *source)
{
    struct sandbox_spec spec = program(source);
    return start(s, &spec);
}

/* A program that must be caught in its first call. */
static void expect_call(struct sandbox *s, const char *source, enum status status,
                        enum sandbox_end end)
{
    struct sandbox_run *run = start_source(s, source);
    struct sandbox_reply reply;
    struct sandbox_outcome outcome;
    enum status got = call(run, S("question"), 1000, &reply);
    if (got == STATUS_OK) /* a second reply may arrive a moment later: the next call finds it */
        got = call(run, S("question"), 1000, &reply);
    assert_string_equal(status_code(got), status_code(status));
    sandbox_finish(run, 1000, &outcome);
    assert_string_equal(sandbox_end_name(outcome.end), sandbox_end_name(end));
    sandbox_outcome_release(&outcome);
}

static void test_call__echo(void **state)
{
    struct sandbox_spec spec = { .entry = "slot.serve" };
    struct sandbox_run *run = start(*state, &spec);
    struct sandbox_reply reply;
    char *big = xcalloc(1, 3u << 20);
    for (size_t i = 0; i < 3u << 20; i++)
        big[i] = (char) (i * 7919 >> 3);
    const str requests[] = { S_INIT("one"), S_INIT(""), { big, 3u << 20 }, S_INIT("\0\n") };
    for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
        assert_int_equal(call(run, requests[i], 5000, &reply), STATUS_OK);
        assert_true(str_equal(reply.payload, requests[i]));
        assert_true(reply.elapsed_ns > 0);
    }
    free(big);
    struct sandbox_outcome outcome;
    sandbox_finish(run, 5000, &outcome); /* receive() says None */
    expect_end(&outcome, SANDBOX_EXITED, 0);
}

static void test_call__output_belongs_to_its_reply(void **state)
{
    struct sandbox_run *run = start_source(*state, "print('start', flush=True)\n"
                                                   "for n in range(2):\n"
                                                   "    channel.receive()\n"
                                                   "    print(n, flush=True)\n"
                                                   "    channel.reply(b'done')\n"
                                                   "channel.receive()\n"
                                                   "print('end')\n");
    struct sandbox_reply reply;
    struct sandbox_outcome outcome;
    assert_int_equal(call(run, S(""), 5000, &reply), STATUS_OK);
    assert_true(str_equal(reply.out, S("start\n0\n")));
    assert_int_equal(call(run, S(""), 5000, &reply), STATUS_OK);
    assert_true(str_equal(reply.out, S("1\n")));
    sandbox_finish(run, 5000, &outcome);
    assert_true(str_equal(buf_str(&outcome.out), S("end\n")));
    expect_end(&outcome, SANDBOX_EXITED, 0);
}

static void test_call__reply_before_request(void **state)
{
    struct sandbox_run *run = start_source(*state, "import os, time\n"
                                                   "os.write(3, b'x' * 40)\n"
                                                   "print('written', flush=True)\n"
                                                   "time.sleep(20)\n");
    struct sandbox_reply reply;
    struct sandbox_outcome outcome;
    assert_int_equal(call(run, S("question"), 3000, &reply), STATUS_PROTOCOL);
    sandbox_finish(run, 0, &outcome);
    assert_string_equal(sandbox_end_name(outcome.end), "violation");
    sandbox_outcome_release(&outcome);
}

static void test_call__forged_frames(void **state)
{
    static const char *const programs[] = {
        /* wrong nonce */
        "import os, struct\nh = os.read(3, 32); os.read(3, 8)\n"
        "os.write(3, struct.pack('<II16sQ', 0x52525348, 1, b'n' * 16, 0)); channel.receive()",
        /* wrong sequence number */
        "import os, struct\nm, q, n, l = struct.unpack('<II16sQ', os.read(3, 32)); os.read(3, 8)\n"
        "os.write(3, struct.pack('<II16sQ', 0x52525348, q + 1, n, 0)); channel.receive()",
        /* the request sent back as it is */
        "import os\nos.write(3, os.read(3, 40)); channel.receive()",
        /* a length beyond every limit */
        "import os, struct\nm, q, n, l = struct.unpack('<II16sQ', os.read(3, 32))\n"
        "os.write(3, struct.pack('<II16sQ', 0x52525348, q, n, 1 << 60)); channel.receive()",
        /* two replies */
        "import os, struct\nm, q, n, l = struct.unpack('<II16sQ', os.read(3, 32)); os.read(3, 8)\n"
        "r = struct.pack('<II16sQ', 0x52525348, q, n, 0); os.write(3, r + r); channel.receive()",
        "import os, time\nclass C:\n  pass\nos.write(3, b'garbage' * 1000); time.sleep(9)",
    };
    for (size_t i = 0; i < ARRAY_LEN(programs); i++)
        expect_call(*state, programs[i], STATUS_PROTOCOL, SANDBOX_VIOLATION);
}

static void test_call__silence_and_death(void **state)
{
    expect_call(*state, "import time; time.sleep(60)", STATUS_TIMEOUT, SANDBOX_WALL_LIMIT);
    expect_call(*state, "import os, time; os.close(3); time.sleep(60)", STATUS_PROTOCOL,
                SANDBOX_VIOLATION);
    expect_call(*state, "import os; os._exit(0)", STATUS_LIMIT, SANDBOX_EXITED);
    expect_call(*state, "import os; channel.receive(); os._exit(0)", STATUS_LIMIT, SANDBOX_EXITED);
    expect_call(*state, "import os; os.read(3, 10); os.abort()", STATUS_LIMIT, SANDBOX_SIGNALED);
    expect_call(*state, "import os\nwhile True: os.write(1, b'x' * 65536)", STATUS_LIMIT,
                SANDBOX_OUTPUT_LIMIT);
    expect_call(*state, "import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)", STATUS_LIMIT,
                SANDBOX_POLICY);
}

static void test_call__reply_limit(void **state)
{
    struct sandbox_spec spec = { .entry = "slot.serve", .limits = { .reply_bytes = 1000 } };
    struct sandbox_run *run = start(*state, &spec);
    struct sandbox_reply reply;
    char bytes[1001] = { 0 };
    assert_int_equal(call(run, (str){ bytes, 1000 }, 1000, &reply), STATUS_OK);
    assert_int_equal(call(run, (str){ bytes, 1001 }, 1000, &reply), STATUS_PROTOCOL);
    assert_int_equal(call(run, S("more"), 1000, &reply), STATUS_LIMIT);
    sandbox_finish(run, 0, NULL);
}

static void test_call__runs_side_by_side(void **state)
{
    struct sandbox_spec spec = { .entry = "slot.serve" };
    struct sandbox_run *runs[8];
    struct sandbox_reply reply;
    for (size_t i = 0; i < ARRAY_LEN(runs); i++)
        runs[i] = start(*state, &spec);
    for (size_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
            char text[2] = { (char) ('a' + i), (char) ('a' + round) };
            assert_int_equal(call(runs[i], (str){ text, 2 }, 5000, &reply), STATUS_OK);
            assert_memory_equal(reply.payload.ptr, text, 2);
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
        struct sandbox_outcome outcome;
        sandbox_finish(runs[i], 5000, &outcome);
        expect_end(&outcome, SANDBOX_EXITED, 0);
    }
}

int main(int argc, char **argv)
{
    SUPERVISOR_OR_TESTS(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_call__echo),
        cmocka_unit_test(test_call__output_belongs_to_its_reply),
        cmocka_unit_test(test_call__reply_before_request),
        cmocka_unit_test(test_call__forged_frames),
        cmocka_unit_test(test_call__silence_and_death),
        cmocka_unit_test(test_call__reply_limit),
        cmocka_unit_test(test_call__runs_side_by_side),
    };
    return cmocka_run_group_tests(tests, open_slot, close_slot);
}
