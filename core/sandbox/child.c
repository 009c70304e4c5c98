/*
 * child.c — what zygote.py calls, in this order, and the order in which a run child locks itself
 * up. Plain C ABI for ctypes, so that any interpreter will do.
 *
 *   zygote:  hasten_prepare, hasten_allow_read …, hasten_ready
 *   loop:    hasten_receive → hasten_fork → (parent) hasten_forked
 *   child:   hasten_fork → hasten_payload_fd → hasten_confine → the harness runs user code
 *
 * One thread. The struct below belongs to the zygote; each child has its own copy by fork and
 * changes only that. A step of hasten_confine() that fails ends the child: there is no run
 * with fewer layers than it reports.
 */
#include "child.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

EXPORT bool hasten_prepare(int control, int landlock_cap, uint32_t layers);
EXPORT void hasten_allow_read(const char *path);
EXPORT bool hasten_ready(const char *python_version, bool has_numpy);
EXPORT bool hasten_receive(void);
EXPORT pid_t hasten_fork(void);
EXPORT bool hasten_forked(pid_t pid);
EXPORT const char *hasten_home(void);
EXPORT const char *hasten_entry(void);
EXPORT int hasten_payload_fd(void);
EXPORT void hasten_fail(const char *reason);
EXPORT bool hasten_confine(void);

static struct child zygote;

static _Noreturn void fail(const struct child *c, const char *what, const char *why)
{
    struct wire_message m = { .kind = WIRE_FAILED, .id = c->request.id };
    snprintf(m.u.failed, sizeof(m.u.failed), "%s: %s", what, why);
    wire_send(c->fds[WIRE_FD_REPORT], &m, NULL, 0);
    _exit(125);
}

_Noreturn void child_fail(const struct child *c, const char *step)
{
    fail(c, step, strerror(errno));
}

/* `layers`: what the supervisor set up around the zygote (private uid, namespaces). */
bool hasten_prepare(int control, int landlock_cap, uint32_t layers)
{
    mallopt(M_ARENA_MAX, 1); /* each further one reserves 64 MiB of a run's address space */
    zygote.control = control;
    zygote.supervisor = getppid();
    zygote.layers = layers;
    zygote.abi = landlock_detect(landlock_cap);
    landlock_allow_read(NULL);
    mount_choose(&zygote, "/usr");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* children cannot open our memory */
    for (int fd = REPORT_FD; fd <= SCRATCH_FD; fd++) {
        if (dup2(STDIN_FILENO, fd) < 0) /* reserved for run children */
            return false;
    }
    return seccomp_prepare(&zygote) && fork_prepare();
}

void hasten_allow_read(const char *path)
{
    landlock_allow_read(path);
    mount_choose(&zygote, path);
}

bool hasten_ready(const char *python_version, bool has_numpy)
{
    struct wire_message m = { .kind = WIRE_READY };
    m.u.ready.has_numpy = has_numpy;
    snprintf(m.u.ready.python_version, sizeof(m.u.ready.python_version), "%s", python_version);
    return wire_send(zygote.control, &m, NULL, 0);
}

/* Waits for the next run to fork. False: the supervisor has gone or wants us to go. */
bool hasten_receive(void)
{
    size_t n;
    int got = wire_receive(zygote.control, &zygote.request, zygote.fds, WIRE_FD_COUNT, &n, 0);
    if (got == 1 && zygote.request.kind == WIRE_START && n >= WIRE_FD_SCRATCH) {
        if (n == WIRE_FD_SCRATCH) /* the run mounts its own */
            zygote.fds[WIRE_FD_SCRATCH] = -1;
        return true;
    }
    return false;
}

/* 0 in the child, as fork() says. */
pid_t hasten_fork(void)
{
    pid_t pid = fork_sibling();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != zygote.supervisor)
        _exit(125); /* it died before we asked to die with it */
    if (zygote.request.u.start.has_group && write(zygote.fds[WIRE_FD_GROUP], "0", 1) == 1)
        zygote.layers |= SANDBOX_LAYER_control_group;
    if (zygote.request.u.start.forks)
        pidns_enter(&zygote);
    return 0;
}

bool hasten_forked(pid_t pid)
{
    struct wire_message m = { .kind = WIRE_FORKED, .id = zygote.request.id };
    m.u.pid = pid < 0 ? -errno : pid;
    for (size_t i = 0; i < WIRE_FD_COUNT; i++)
        wire_close(&zygote.fds[i]);
    return wire_send(zygote.control, &m, NULL, 0);
}

/* Where a run's working directory will be, as a rule: the harness can be prepared for it. */
const char *hasten_home(void)
{
    return zygote.layers & SANDBOX_LAYER_user_namespace ? zygote.scratch_mount : "/";
}

const char *hasten_entry(void)
{
    return zygote.request.u.start.entry;
}

/* To be read before hasten_confine(), which closes it. */
int hasten_payload_fd(void)
{
    return zygote.fds[WIRE_FD_PAYLOAD];
}

/* The harness side of the child could not begin; only before hasten_confine(). */
void hasten_fail(const char *reason)
{
    fail(&zygote, "harness", reason);
}

/* Received descriptors all lie above SCRATCH_FD: dup2() below it cannot hit one still needed. */
static void place_descriptors(struct child *c)
{
    static const enum wire_fd order[] = { WIRE_FD_STDIN, WIRE_FD_STDOUT, WIRE_FD_STDERR,
                                          WIRE_FD_CHANNEL, WIRE_FD_REPORT };
    for (int fd = 0; fd < (int) ARRAY_LEN(order); fd++) {
        if (dup2(c->fds[order[fd]], fd) < 0)
            child_fail(c, "dup2");
    }
    umask(077);
    if (setsid() > 0)
        c->layers |= SANDBOX_LAYER_session;
    if (getpgrp() == getpid())
        c->layers |= SANDBOX_LAYER_process_group;
}

/* A private tmpfs is handed out when its files are wanted: nobody else has a way to it. */
static bool hands_out_scratch(const struct child *c)
{
    return c->request.u.start.keep_files && c->layers & SANDBOX_LAYER_mount_namespace;
}

/* Leaves 0-3, the report socket and, for the report, the scratch directory. */
static void close_others(struct child *c)
{
    int first = REPORT_FD + 1;
    if (hands_out_scratch(c)) {
        if (dup2(c->fds[WIRE_FD_SCRATCH], SCRATCH_FD) < 0)
            child_fail(c, "dup2");
        first = SCRATCH_FD + 1;
    }
    c->fds[WIRE_FD_REPORT] = REPORT_FD;
    if (close_range((unsigned int) first, ~0u, 0) == 0)
        return;
    for (int fd = first; fd < 4096; fd++) /* container profiles older than close_range */
        close(fd);
}

/* Programs that may fork need walls around their signals too; the filter does not check those. */
static void require_signal_walls(struct child *c)
{
    uint32_t walls = SANDBOX_LAYER_pid_namespace | SANDBOX_LAYER_landlock_scope |
                     SANDBOX_LAYER_private_uid;
    errno = ENOTSUP;
    if (c->request.u.start.forks &&
        (!(c->layers & walls) || !(c->layers & SANDBOX_LAYER_process_group)))
        child_fail(c, "forking programs cannot be contained here");
}

/* Says which layers are up; then only 0-3 are open. */
static void report(struct child *c)
{
    const int fds[] = { c->listener, SCRATCH_FD }; /* each only if there is one */
    bool counted = c->listener >= 0;
    struct wire_message m = { .kind = WIRE_STARTED, .id = c->request.id };
    m.u.started.layers = c->layers;
    m.u.started.landlock_abi = c->abi;
    m.u.started.has_listener = counted;
    if (!wire_send(REPORT_FD, &m, fds + !counted, (size_t) counted + hands_out_scratch(c)))
        _exit(125);
    wire_close(&c->listener);
    if (hands_out_scratch(c))
        close(SCRATCH_FD);
    close(REPORT_FD);
}

/* True when the program may fork. */
bool hasten_confine(void)
{
    struct child *c = &zygote;
    place_descriptors(c);
    mount_enter(c);
    capabilities_drop(c);
    limits_set(c);
    landlock_enter(c);
    require_signal_walls(c);
    close_others(c);
    seccomp_enter(c);
    report(c);
    return c->request.u.start.forks;
}
