/*
 * slot.c — a thread's sandbox: opened when the thread starts, kept, tried again now and then
 * when the machine refused it. Without one a job still runs; its code then comes back
 * unchanged, with the reason.
 */
#include "hasten/verify.h"
#include "server/jobs/jobs_internal.h"

#define RETRY_NS (30ull * NS_PER_S)

bool slot_open(struct slot *slot, const struct config *config, char *ret_why, size_t size)
{
    if (slot->sandbox)
        return true;
    uint64_t now = clock_ns();
    if (slot->tried_ns && now - slot->tried_ns < RETRY_NS)
        return false;
    slot->tried_ns = now;
    struct error err = { 0 };
    if (verify_open_sandbox(config, &slot->sandbox, &err) == STATUS_OK)
        return true;
    snprintf(ret_why, size, "%.*s", (int) size - 1, err.detail);
    if (!slot->complained)
        log_event(LOG_ERROR, "sandbox_unavailable", "detail", err.detail, NULL);
    slot->complained = true;
    return false;
}

void slot_close(struct slot *slot)
{
    sandbox_close(slot->sandbox);
    *slot = (struct slot){ .complained = slot->complained };
}
