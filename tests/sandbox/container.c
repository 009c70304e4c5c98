/*
 * container.c — runs a program under what a container's default system call profile refuses:
 * namespaces and mounting; with --old also what profiles refused before they knew of it
 * (Landlock, close_range), which leaves the strict mode.
 *
 *   container [--old] PROGRAM ARGUMENT...
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const int refused[] = {
    SCMP_SYS(unshare),       SCMP_SYS(setns),        SCMP_SYS(mount),      SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),    SCMP_SYS(bpf),          SCMP_SYS(keyctl),     SCMP_SYS(add_key),
    SCMP_SYS(request_key),   SCMP_SYS(userfaultfd),  SCMP_SYS(kcmp),       SCMP_SYS(pidfd_getfd),
    SCMP_SYS(io_uring_setup), SCMP_SYS(perf_event_open),
};
static const int refused_by_old[] = {
    SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_add_rule),
    SCMP_SYS(landlock_restrict_self),  SCMP_SYS(close_range), SCMP_SYS(pidfd_open),
};

int main(int argc, char **argv)
{
    int old = argc > 1 && strcmp(argv[1], "--old") == 0;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int bad = filter == NULL || argc < 2 + old;
    for (size_t i = 0; !bad && i < COUNT(refused); i++)
        bad = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
    for (size_t i = 0; !bad && old && i < COUNT(refused_by_old); i++)
        bad = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused_by_old[i], 0);
    if (!bad)
        bad = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                               SCMP_A0(SCMP_CMP_MASKED_EQ, 0x10000000, 0x10000000));
    if (!bad)
        bad = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    if (bad || seccomp_load(filter) != 0) {
        fprintf(stderr, "the filter could not be installed\n");
        return 1;
    }
    execv(argv[1 + old], argv + 1 + old);
    perror(argv[1 + old]);
    return 1;
}
