/*
 * supervisor.c — `hasten sandbox-supervisor`: the process that is parent to every run.
 *
 * It is this program executed afresh, with an empty environment and one descriptor, the socket to
 * its owner: no secret can be in its memory. It keeps zygotes, passes runs on to them, holds the
 * wall clock, kills, reaps, and tells the owner what the kernel told it. It never reads a byte
 * that user code wrote, except file names and contents when they are collected.
 *
 * Life: ends when the owner's socket ends, and takes every process with it. Owner death is seen
 * on the socket and not by PR_SET_PDEATHSIG, which would fire when the service's thread that
 * opened the slot ends. Terminal signals are for the service to handle: they are blocked here.
 *
 * One thread, one poll(2) loop; no wait in it depends on a user program.
 */
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define OWNER_FD 3
#define GROUP_TASKS 3 /* of a run: its first thread, pid 1 of its namespace and that one's keeper */
#define LOOK_EVERY_NS 20000000u /* what is written in this time may exceed the quota */

extern const struct embedded_file embedded_zygote[];

/* A run that never came to be also ends. */
static void tell_failed(struct supervisor *s, uint32_t id, const char *reason)
{
    struct wire_message failed = { .kind = WIRE_FAILED, .id = id };
    struct wire_message ended = { .kind = WIRE_ENDED, .id = id };
    snprintf(failed.u.failed, sizeof(failed.u.failed), "%s", reason);
    wire_send(s->owner, &failed, NULL, 0);
    wire_send(s->owner, &ended, NULL, 0);
}

/* ---- the end of a run ------------------------------------------------------------------------ */

/* Forking programs cannot leave their process group (setsid and setpgid are filtered), and a
 * signal to a group is atomic against fork: this reaches every process of the run. */
static void kill_run(const struct run *run)
{
    if (run->in_group)
        cgroup_kill(run->group);
    kill(-run->pid, SIGKILL);
    kill(run->pid, SIGKILL);
}

static void add_usage(struct wire_ended *ended, const struct rusage *ru)
{
    uint64_t rss = (uint64_t) ru->ru_maxrss * 1024;
    ended->user_us += (uint64_t) ru->ru_utime.tv_sec * 1000000 + (uint64_t) ru->ru_utime.tv_usec;
    ended->system_us += (uint64_t) ru->ru_stime.tv_sec * 1000000 + (uint64_t) ru->ru_stime.tv_usec;
    if (rss > ended->max_rss_bytes)
        ended->max_rss_bytes = rss;
}

/* Reaps the child and then its orphans, which have become our children: each exit hands them on
 * before it can be waited for, so ECHILD means that the group is empty. */
static void reap(const struct run *run, struct wire_ended *ended)
{
    struct rusage ru;
    int status;
    kill_run(run);
    if (wait4(run->pid, &ended->status, 0, &ru) == run->pid)
        add_usage(ended, &ru);
    for (;;) {
        pid_t pid = wait4(-run->pid, &status, 0, &ru);
        if (pid < 0 && errno != EINTR)
            break;
        if (pid > 0)
            add_usage(ended, &ru);
    }
}

static void take_report(struct supervisor *, struct run *);

static void leave_group(struct supervisor *s, struct run *run, struct wire_ended *ended)
{
    if (run->in_group)
        cgroup_add_usage(run->group, ended);
    if (run->group >= 0)
        cgroup_discard(&s->cgroup, run->group, (uint32_t) (run - s->runs));
    run->group = -1;
    run->in_group = false;
}

static void end_run(struct supervisor *s, struct run *run)
{
    struct wire_message m = { .kind = WIRE_ENDED, .id = run->id };
    int files = -1;
    reap(run, &m.u.ended);
    take_report(s, run);
    leave_group(s, run, &m.u.ended);
    if (run->in_pid_namespace) /* the child was the keeper; without word from pid 1: killed */
        m.u.ended.status = run->relayed ? run->status : SIGKILL;
    m.u.ended.wall_limit = run->wall_limit;
    m.u.ended.scratch_limit = run->scratch_limit;
    if (run->keep_files && run->scratch >= 0)
        files = scratch_collect(run->scratch, &m.u.ended);
    if (run->scratch >= 0 && !s->private_mounts)
        scratch_discard(s, run->scratch, (uint32_t) (run - s->runs));
    wire_close(&run->scratch);
    wire_close(&run->report);
    wire_close(&run->listener);
    run->pid = 0;
    wire_send(s->owner, &m, &files, files >= 0);
    wire_close(&files);
}

/* Waits without reaping first: while the child is a zombie its pid names nobody else. */
static void reap_children(struct supervisor *s)
{
    for (;;) {
        siginfo_t info = { 0 };
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
            return;
        struct run *run = NULL;
        struct zygote *zygote = NULL;
        for (size_t i = 0; i < MAX_RUNS; i++)
            run = s->runs[i].pid == info.si_pid ? &s->runs[i] : run;
        for (size_t i = 0; i < MAX_ZYGOTES; i++)
            zygote = s->zygotes[i].pid == info.si_pid ? &s->zygotes[i] : zygote;
        if (run)
            end_run(s, run);
        else if (zygote)
            zygote_end(zygote);
        else
            waitpid(info.si_pid, NULL, 0);
    }
}

/* ---- during a run ---------------------------------------------------------------------------- */

static void note_started(struct supervisor *s, struct run *run, struct wire_message *m, int scratch)
{
    uint32_t index = (uint32_t) (run - s->runs);
    run->in_pid_namespace = m->u.started.layers & SANDBOX_LAYER_pid_namespace;
    run->in_group = run->group >= 0 && m->u.started.layers & SANDBOX_LAYER_control_group;
    if (m->u.started.layers & SANDBOX_LAYER_mount_namespace) {
        if (run->scratch >= 0) /* made before we knew that mounting works here */
            scratch_discard(s, run->scratch, index);
        wire_close(&run->scratch);
        run->scratch = scratch;
        run->next_look = UINT64_MAX; /* its tmpfs has a size */
        s->private_mounts = true;
        scratch_leave(s);
    } else {
        wire_close(&scratch);
    }
    m->u.started.has_numpy = run->zygote->ready.has_numpy;
    memcpy(m->u.started.python_version, run->zygote->ready.python_version,
           sizeof(m->u.started.python_version));
}

/* What the trusted part of the child has to say: before user code, or from pid 1. */
static void take_report(struct supervisor *s, struct run *run)
{
    struct wire_message m;
    int fds[2];
    size_t n;
    while (run->report >= 0) {
        int got = wire_receive(run->report, &m, fds, ARRAY_LEN(fds), &n, MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            wire_close(&run->report);
            return;
        }
        if (m.kind == WIRE_STARTED) {
            size_t taken = m.u.started.has_listener && n > 0;
            run->listener = taken ? fds[0] : -1;
            note_started(s, run, &m, n > taken ? fds[taken] : -1);
        }
        if (m.kind == WIRE_STATUS) {
            run->relayed = true;
            run->status = m.u.status;
        } else {
            m.id = run->id;
            wire_send(s->owner, &m, NULL, 0);
        }
    }
}

static struct run *find_run(struct supervisor *s, uint32_t id)
{
    for (size_t i = 0; i < MAX_RUNS; i++) {
        if (s->runs[i].pid > 0 && s->runs[i].id == id)
            return &s->runs[i];
    }
    return NULL;
}

static void kill_late(struct supervisor *s, uint64_t now)
{
    for (size_t i = 0; i < MAX_RUNS; i++) {
        struct run *run = &s->runs[i];
        if (run->pid > 0 && now >= run->deadline) {
            run->wall_limit = true;
            run->deadline = UINT64_MAX;
            kill_run(run);
        }
    }
}

/* Without a mount namespace nobody but us limits the sum of a run's files. The first look comes
 * late enough that ordinary runs, which end sooner, are never looked at. */
static void kill_full(struct supervisor *s, uint64_t now)
{
    for (size_t i = 0; i < MAX_RUNS; i++) {
        struct run *run = &s->runs[i];
        if (run->pid <= 0 || now < run->next_look)
            continue;
        run->scratch_limit = scratch_is_full(run->scratch);
        run->next_look = run->scratch_limit ? UINT64_MAX : now + LOOK_EVERY_NS;
        if (run->scratch_limit)
            kill_run(run);
    }
}

/* ---- the start of a run ---------------------------------------------------------------------- */

static struct run *free_run(struct supervisor *s)
{
    for (size_t i = 0; i < MAX_RUNS; i++) {
        if (s->runs[i].pid == 0)
            return &s->runs[i];
    }
    return NULL;
}

/* A zygote may have died since its last fork: then another one gets the same request. */
static struct zygote *fork_run(struct supervisor *s, struct run *run, const struct wire_message *m,
                               const int *fds, char reason[WIRE_DETAIL])
{
    size_t count = run->scratch >= 0 ? WIRE_FD_COUNT : WIRE_FD_SCRATCH;
    for (int attempt = 0; attempt < 2; attempt++) {
        struct zygote *z = zygote_get(s, m->u.start.hash_seed, m->u.start.numpy, reason);
        pid_t pid = z ? zygote_fork(z, m, fds, count, reason) : 0;
        if (pid > 0) {
            run->pid = pid;
            return z;
        }
        if (!z || z->pid > 0) /* no interpreter, or no room for a process */
            return NULL;
    }
    return NULL;
}

/* The way into a group for a run that may fork; one that leads nowhere when there is none. */
static int enter_group(struct supervisor *s, struct run *run, struct wire_start *start)
{
    int entrance = -1;
    if (start->forks)
        run->group = cgroup_make(&s->cgroup, (uint32_t) (run - s->runs), start->memory_bytes,
                                 start->tasks + GROUP_TASKS);
    if (run->group >= 0)
        entrance = cgroup_entrance(run->group);
    start->has_group = entrance >= 0;
    return entrance >= 0 ? entrance : s->nowhere;
}

/* fds[0 … WIRE_FD_OWNER_COUNT) are the owner's; the rest is added here. */
static bool launch(struct supervisor *s, struct run *run, struct wire_message *m, int *fds,
                   char reason[WIRE_DETAIL])
{
    int report[2];
    *run = (struct run){ .id = m->id, .report = -1, .scratch = -1, .listener = -1, .group = -1,
                         .tasks = m->u.start.tasks,
                         .next_look = s->private_mounts ? UINT64_MAX : clock_ns() + LOOK_EVERY_NS,
                         .keep_files = m->u.start.keep_files };
    if (!s->private_mounts && (run->scratch = scratch_create(s, (uint32_t) (run - s->runs))) < 0) {
        snprintf(reason, WIRE_DETAIL, "scratch directory: %s", strerror(errno));
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, report) != 0) {
        snprintf(reason, WIRE_DETAIL, "socketpair: %s", strerror(errno));
        return false;
    }
    run->report = report[0];
    fds[WIRE_FD_REPORT] = report[1];
    fds[WIRE_FD_GROUP] = enter_group(s, run, &m->u.start);
    fds[WIRE_FD_SCRATCH] = run->scratch;
    run->zygote = fork_run(s, run, m, fds, reason);
    run->deadline = clock_ns() + m->u.start.wall_ms * 1000000ull;
    close(report[1]);
    if (fds[WIRE_FD_GROUP] != s->nowhere)
        close(fds[WIRE_FD_GROUP]);
    return run->zygote != NULL;
}

static void start_run(struct supervisor *s, struct wire_message *m, int *fds)
{
    char reason[WIRE_DETAIL] = "too many runs at a time in one slot";
    struct run *run = free_run(s);
    m->u.start.entry[WIRE_ENTRY - 1] = '\0';
    if (run && launch(s, run, m, fds, reason))
        return;
    tell_failed(s, m->id, reason);
    if (run) {
        if (run->scratch >= 0)
            scratch_discard(s, run->scratch, (uint32_t) (run - s->runs));
        wire_close(&run->scratch);
        wire_close(&run->report);
        leave_group(s, run, &(struct wire_ended){ 0 });
        run->pid = 0;
    }
}

/* ---- the loop -------------------------------------------------------------------------------- */

/* False when the owner has gone or talks nonsense. */
static bool serve_owner(struct supervisor *s)
{
    struct wire_message m;
    int fds[WIRE_FD_COUNT];
    size_t n;
    int got = wire_receive(s->owner, &m, fds, WIRE_FD_OWNER_COUNT, &n, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return true;
    if (got <= 0)
        return false;
    bool ok = m.kind == WIRE_KILL || (m.kind == WIRE_START && n == WIRE_FD_OWNER_COUNT);
    if (ok && m.kind == WIRE_START)
        start_run(s, &m, fds);
    struct run *run = m.kind == WIRE_KILL ? find_run(s, m.id) : NULL;
    if (run)
        kill_run(run);
    for (size_t i = 0; i < n; i++)
        close(fds[i]);
    return ok;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static int next_timeout(const struct supervisor *s)
{
    uint64_t now = clock_ns(), first = UINT64_MAX;
    for (size_t i = 0; i < MAX_RUNS; i++) {
        if (s->runs[i].pid > 0)
            first = earlier(first, earlier(s->runs[i].deadline, s->runs[i].next_look));
    }
    if (s->scratch.trash < s->scratch.next_trash)
        return 0;
    if (first == UINT64_MAX)
        return -1;
    return first <= now ? 0 : (int) ((first - now) / 1000000) + 1;
}

static void loop(struct supervisor *s)
{
    for (;;) {
        struct pollfd polled[2 + 2 * MAX_RUNS] = { { s->owner, POLLIN, 0 },
                                                   { s->signals, POLLIN, 0 } };
        for (size_t i = 0; i < MAX_RUNS; i++) {
            const struct run *run = &s->runs[i];
            polled[2 + i] = (struct pollfd){ run->pid > 0 ? run->report : -1, POLLIN, 0 };
            polled[2 + MAX_RUNS + i] =
                (struct pollfd){ run->pid > 0 ? run->listener : -1, POLLIN, 0 };
        }
        if (poll(polled, ARRAY_LEN(polled), next_timeout(s)) < 0 && errno != EINTR)
            return;
        kill_late(s, clock_ns());
        kill_full(s, clock_ns());
        for (size_t i = 0; i < MAX_RUNS; i++) {
            if (polled[2 + i].revents)
                take_report(s, &s->runs[i]);
            if (polled[2 + MAX_RUNS + i].revents & POLLIN)
                threads_answer(&s->runs[i]);
        }
        struct signalfd_siginfo signal;
        if (polled[1].revents && read(s->signals, &signal, sizeof(signal)) > 0)
            reap_children(s);
        if (polled[0].revents && !serve_owner(s))
            return;
        scratch_sweep(s);
    }
}

/* ---- life ------------------------------------------------------------------------------------ */

static int embedded_memfd(const char *name)
{
    for (const struct embedded_file *f = embedded_zygote; f->name; f++) {
        if (strcmp(f->name, name) == 0)
            return wire_memfd(name, f->content.ptr, f->content.len);
    }
    return -1;
}

static bool prepare(struct supervisor *s)
{
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGHUP);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    s->signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    s->script = embedded_memfd("zygote.py");
    s->library = embedded_memfd("libhasten_sandbox.so");
    s->nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct wire_message m;
    size_t n;
    bool ok = s->signals >= 0 && s->nowhere >= 0 && s->script >= 0 && s->library >= 0 &&
              prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
              prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 &&
              wire_receive(s->owner, &m, &s->modules, 1, &n, 0) == 1 && n == 1 &&
              m.kind == WIRE_CONFIG;
    if (!ok)
        return false;
    s->config = m.u.config;
    s->config.python[sizeof(s->config.python) - 1] = '\0';
    s->config.cgroup[sizeof(s->config.cgroup) - 1] = '\0';
    cgroup_open(&s->cgroup, s->config.cgroup);
    reserve_private_uid(s);
    return true;
}

static void end_everything(struct supervisor *s)
{
    for (size_t i = 0; i < MAX_ZYGOTES; i++)
        zygote_end(&s->zygotes[i]);
    for (size_t i = 0; i < MAX_RUNS; i++) {
        struct wire_ended ignored = { 0 };
        if (s->runs[i].pid > 0)
            reap(&s->runs[i], &ignored);
        leave_group(s, &s->runs[i], &ignored);
        wire_close(&s->runs[i].scratch);
    }
    scratch_release(s);
    cgroup_close(&s->cgroup);
}

int sandbox_supervisor_main(void)
{
    struct supervisor s = { .owner = OWNER_FD, .modules = -1, .scratch = { .root = -1 },
                            .cgroup = { .root = -1 } };
    for (size_t i = 0; i < MAX_RUNS; i++)
        s.runs[i].report = s.runs[i].scratch = s.runs[i].listener = s.runs[i].group = -1;
    setsid();
    if (!prepare(&s))
        return 1;
    loop(&s);
    end_everything(&s);
    return 0;
}
