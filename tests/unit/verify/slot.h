/* slot.h — one sandbox that serves all cases of a test binary; the binary is its own supervisor. */
#ifndef HASTEN_TESTS_VERIFY_SLOT_H
#define HASTEN_TESTS_VERIFY_SLOT_H

#include "hasten/verify.h"

static struct sandbox *slot;

static int open_slot(void **state)
{
    (void) state;
    struct error err = { 0 };
    struct sandbox_config config = {
        .python = "/usr/bin/python3",
        .landlock_abi_cap = 99,
        .namespaces = true,
        .memory_bytes = 1ull << 30,
        .modules = verify_harness,
        .module_count = verify_harness_count,
    };
    if (sandbox_open(&config, &slot, &err) == STATUS_OK)
        return 0;
    print_error("%s\n", err.detail);
    return -1;
}

static int close_slot(void **state)
{
    (void) state;
    sandbox_close(slot);
    return 0;
}

#endif
