/*
 * child_pidns.c — programs that may fork live in a pid namespace of their own, where the zygote's
 * user namespace allows one: nothing outside can be named by a pid, and when pid 1 ends the
 * kernel kills whatever is left.
 *
 *   supervisor ── keeper ── pid 1 ── program ── its workers
 *
 * The keeper is the supervisor's child and waits for pid 1, which is never the user program (pid
 * 1 ignores signals it has no handler for): it reaps orphans and reports how the program ended.
 * Both run nothing but this file, without capabilities. CPU time adds up from wait to wait.
 */
#include "child.h"

#include <errno.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

static void keep_only_report(struct child *c)
{
    capabilities_drop(c);
    dup2(c->fds[WIRE_FD_REPORT], REPORT_FD);
    for (int fd = 0; fd < REPORT_FD; fd++)
        close(fd);
    close_range(REPORT_FD + 1, ~0u, 0);
}

static _Noreturn void keep(struct child *c, pid_t first)
{
    keep_only_report(c);
    close(REPORT_FD);
    while (waitpid(first, NULL, 0) < 0 && errno == EINTR)
        ;
    _exit(0);
}

static _Noreturn void be_first(struct child *c, pid_t program)
{
    keep_only_report(c);
    struct wire_message m = { .kind = WIRE_STATUS, .id = c->request.id };
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, 0);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid != program && pid > 0)
            continue;
        m.u.status = status;
        if (pid == program)
            wire_send(REPORT_FD, &m, NULL, 0);
        _exit(0);
    }
}

void pidns_enter(struct child *c)
{
    if (unshare(CLONE_NEWPID) != 0)
        return;
    setsid(); /* the supervisor kills keeper and pid 1 by their group */
    pid_t first = fork();
    if (first < 0)
        child_fail(c, "fork");
    if (first > 0)
        keep(c, first);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    pid_t program = fork();
    if (program < 0)
        child_fail(c, "fork");
    if (program > 0)
        be_first(c, program);
    c->layers |= SANDBOX_LAYER_pid_namespace;
}
