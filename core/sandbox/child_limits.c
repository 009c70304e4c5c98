/*
 * child_limits.c — capabilities and resource limits. Soft and hard limits are equal, so that
 * nothing can be raised again; only the CPU limit has a second between SIGXCPU, which a program
 * may ignore, and SIGKILL. RLIMIT_NPROC counts per uid: it is set only where the uid (or the user
 * namespace) is this slot's own.
 */
#include "child.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Beside what a program may start: the slot's zygotes, other live runs and its threads. */
#define TASKS_BESIDE 64

void capabilities_drop(struct child *c)
{
    for (unsigned long cap = 0; cap < 64; cap++) {
        if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) != 0)
            break;
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
    if (syscall(SYS_capset, &header, none) != 0)
        child_fail(c, "capset");
    c->layers |= SANDBOX_LAYER_capabilities;
}

static bool limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t) resource, &now) != 0)
        return false;
    if (hard > now.rlim_max)
        hard = now.rlim_max;
    struct rlimit wanted = { soft < hard ? soft : hard, hard };
    return setrlimit((__rlimit_resource_t) resource, &wanted) == 0;
}

void limits_set(struct child *c)
{
    const struct wire_start *start = &c->request.u.start;
    const struct {
        int resource;
        rlim_t soft, hard;
    } limits[] = {
        { RLIMIT_CPU, start->cpu_s, start->cpu_s + 1 },
        { RLIMIT_AS, start->memory_bytes, start->memory_bytes },
        { RLIMIT_FSIZE, SCRATCH_BYTES, SCRATCH_BYTES },
        { RLIMIT_STACK, 8u << 20, 8u << 20 },
        { RLIMIT_NOFILE, 256, 256 },
        { RLIMIT_SIGPENDING, 256, 256 },
        { RLIMIT_CORE, 0, 0 },
        { RLIMIT_MEMLOCK, 0, 0 },
        { RLIMIT_MSGQUEUE, 0, 0 },
        { RLIMIT_RTPRIO, 0, 0 },
        { RLIMIT_NICE, 0, 0 },
    };
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        if (!limit(limits[i].resource, limits[i].soft, limits[i].hard))
            child_fail(c, "setrlimit");
    }
    if (c->layers & (SANDBOX_LAYER_private_uid | SANDBOX_LAYER_user_namespace)) {
        rlim_t tasks = TASKS_BESIDE + start->tasks;
        if (!limit(RLIMIT_NPROC, tasks, tasks))
            child_fail(c, "setrlimit");
        c->layers |= SANDBOX_LAYER_task_limit;
    }
    c->layers |= SANDBOX_LAYER_rlimits;
}
