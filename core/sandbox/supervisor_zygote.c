/*
 * supervisor_zygote.c — starts Python interpreters that fork run children, one per hash seed and
 * set of preloaded packages, the least recently used making room.
 *
 * Around a zygote, as far as the machine allows: the slot's private uid (when we are root), then a
 * user namespace that maps only that uid, and network, IPC and UTS namespaces. Run children
 * inherit these; CAP_SYS_ADMIN inside the user namespace is kept across exec as an ambient
 * capability, so that a child can mount its scratch directory, and is dropped there.
 *
 * The environment is built from nothing and only descriptors 0-6 survive: whatever the service
 * holds cannot be found in an interpreter.
 */
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_TIMEOUT_MS 30000
#define FORK_TIMEOUT_MS 10000
#define FIRST_UID 64001
#define UID_COUNT 1000

/* The module's name is not __main__, which belongs to the programs that run later. */
static char boot[] = "import sys, types; sys.path[:1] = []; "
                     "m = types.ModuleType('hasten_zygote'); "
                     "exec(compile(open(4, 'rb').read(), 'zygote.py', 'exec'), m.__dict__)";

/* ---- around the interpreter: runs in the forked child, before exec -------------------------- */

/* Root in a container may lack what it takes to be somebody else. */
static bool can_change_identity(void)
{
    uint32_t needed = 1u << CAP_SETUID | 1u << CAP_SETGID | 1u << CAP_CHOWN | 1u << CAP_KILL;
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct data[2];
    return syscall(SYS_capget, &header, data) == 0 && (data[0].effective & needed) == needed;
}

/* An abstract socket name is held by one process and freed by the kernel with it. */
void reserve_private_uid(struct supervisor *s)
{
    if (!can_change_identity())
        return;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    for (uid_t uid = FIRST_UID; fd >= 0 && s->uid == 0 && uid < FIRST_UID + UID_COUNT; uid++) {
        struct sockaddr_un name = { .sun_family = AF_UNIX };
        int n = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "hasten-uid-%u", uid);
        socklen_t size = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + (size_t) n);
        if (bind(fd, (struct sockaddr *) &name, size) == 0)
            s->uid = uid;
    }
}

static void write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (write(fd, text, strlen(text)) < 0)
        errno = 0; /* what was refused shows when the next step is tried */
    close(fd);
}

static void keep_sys_admin(void)
{
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) != 0)
        return;
    data[0].inheritable = data[0].permitted;
    syscall(SYS_capset, &header, data);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0);
}

static uint32_t enter_namespaces(void)
{
    static const struct {
        int flag;
        uint32_t layer;
    } more[] = { { CLONE_NEWNET, SANDBOX_LAYER_network_namespace },
                 { CLONE_NEWIPC, SANDBOX_LAYER_ipc_namespace },
                 { CLONE_NEWUTS, 0 } };
    char map[64];
    uid_t uid = geteuid();
    gid_t gid = getegid();
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* or the maps cannot be written */
    if (unshare(CLONE_NEWUSER) != 0)
        return 0;
    write_file("/proc/self/setgroups", "deny");
    snprintf(map, sizeof(map), "%u %u 1", uid, uid);
    write_file("/proc/self/uid_map", map);
    snprintf(map, sizeof(map), "%u %u 1", gid, gid);
    write_file("/proc/self/gid_map", map);
    if (geteuid() != uid)
        return 0;
    uint32_t layers = SANDBOX_LAYER_user_namespace;
    for (size_t i = 0; i < ARRAY_LEN(more); i++) {
        if (unshare(more[i].flag) == 0)
            layers |= more[i].layer;
    }
    keep_sys_admin();
    return layers;
}

static uint32_t become_private(uid_t uid)
{
    bool ok = uid != 0 && setgroups(0, NULL) == 0 && setresgid(uid, uid, uid) == 0 &&
              setresuid(uid, uid, uid) == 0;
    return ok ? SANDBOX_LAYER_private_uid : 0;
}

/* In an order in which no source is overwritten before it is used: all lie above 6. */
static bool place_descriptors(const int fds[7])
{
    int high[7];
    for (int i = 0; i < 7; i++)
        high[i] = fcntl(fds[i], F_DUPFD, 16);
    for (int i = 0; i < 7; i++) {
        if (high[i] < 0 || dup2(high[i], i) < 0)
            return false;
    }
    if (close_range(7, ~0u, 0) != 0) {
        for (int fd = 7; fd < 4096; fd++)
            close(fd);
    }
    return true;
}

static _Noreturn void exec_zygote(struct supervisor *s, const struct zygote *z, int log, int control)
{
    pid_t supervisor = getppid();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    uint32_t layers = become_private(s->uid);
    if (s->config.namespaces)
        layers |= enter_namespaces();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* after the uid changed, which clears it */
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int fds[7] = { null, log, log, control, s->script, s->modules, s->library };
    if (getppid() != supervisor || null < 0 || chdir("/") != 0 || !place_descriptors(fds))
        _exit(126);
    char cap[16], active[16], seed[32];
    snprintf(cap, sizeof(cap), "%d", s->config.abi_cap);
    snprintf(active, sizeof(active), "%u", layers);
    snprintf(seed, sizeof(seed), "PYTHONHASHSEED=%u", z->hash_seed);
    char numpy[] = { z->numpy ? '1' : '0', '\0' };
    char *argv[] = { s->config.python, (char[]){ "-s" }, (char[]){ "-B" }, (char[]){ "-c" },
                     boot, cap, active, numpy, NULL };
    char *envp[] = { (char[]){ "LD_PRELOAD=/proc/self/fd/6" }, (char[]){ "LD_BIND_NOW=1" }, seed,
                     (char[]){ "PATH=/usr/bin:/bin" }, (char[]){ "LANG=C.UTF-8" },
                     (char[]){ "HOME=/" }, (char[]){ "OPENBLAS_NUM_THREADS=1" },
                     (char[]){ "OMP_NUM_THREADS=1" }, (char[]){ "MKL_NUM_THREADS=1" }, NULL };
    execve(s->config.python, argv, envp);
    dprintf(STDERR_FILENO, "%s: %s\n", s->config.python, strerror(errno));
    _exit(127);
}

/* ---- from the supervisor's side -------------------------------------------------------------- */

/* The last line of what the zygote wrote to stderr: the exception, as a rule. */
static void explain(struct zygote *z, const char *what, char reason[WIRE_DETAIL])
{
    char text[8192];
    ssize_t n = 0, got;
    while ((got = read(z->log, text + n, sizeof(text) - 1 - (size_t) n)) > 0)
        n += got;
    while (n > 0 && text[n - 1] == '\n')
        n--;
    text[n] = '\0';
    const char *last = strrchr(text, '\n');
    snprintf(reason, WIRE_DETAIL, "%s: %.300s", what, last ? last + 1 : text);
}

static int receive_within(struct zygote *z, struct wire_message *m, int timeout_ms)
{
    struct pollfd p = { z->socket, POLLIN, 0 };
    size_t n;
    if (poll(&p, 1, timeout_ms) != 1)
        return -1;
    return wire_receive(z->socket, m, NULL, 0, &n, 0);
}

void zygote_end(struct zygote *z)
{
    if (z->pid <= 0)
        return;
    kill(z->pid, SIGKILL);
    waitpid(z->pid, NULL, 0);
    wire_close(&z->socket);
    wire_close(&z->log);
    z->pid = 0;
}

static bool spawn(struct supervisor *s, struct zygote *z)
{
    int sockets[2] = { -1, -1 }, log[2] = { -1, -1 };
    bool ok = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0 &&
              pipe2(log, O_CLOEXEC) == 0 && fcntl(log[0], F_SETFL, O_NONBLOCK) == 0;
    lseek(s->script, 0, SEEK_SET); /* the last zygote has read them */
    lseek(s->modules, 0, SEEK_SET);
    z->pid = ok ? fork() : -1;
    if (z->pid == 0)
        exec_zygote(s, z, log[1], sockets[1]);
    wire_close(&sockets[1]);
    wire_close(&log[1]);
    z->socket = sockets[0];
    z->log = log[0];
    if (z->pid > 0)
        return true;
    wire_close(&z->socket);
    wire_close(&z->log);
    z->pid = 0;
    return false;
}

static struct zygote *free_place(struct supervisor *s)
{
    struct zygote *oldest = &s->zygotes[0];
    for (size_t i = 0; i < MAX_ZYGOTES; i++) {
        struct zygote *z = &s->zygotes[i];
        if (z->pid == 0)
            return z;
        if (z->last_use < oldest->last_use)
            oldest = z;
    }
    zygote_end(oldest);
    return oldest;
}

struct zygote *zygote_get(struct supervisor *s, uint32_t hash_seed, bool numpy,
                          char reason[WIRE_DETAIL])
{
    for (size_t i = 0; i < MAX_ZYGOTES; i++) {
        struct zygote *z = &s->zygotes[i];
        if (z->pid > 0 && z->hash_seed == hash_seed && z->numpy == numpy) {
            z->last_use = clock_ns();
            return z;
        }
    }
    struct zygote *z = free_place(s);
    *z = (struct zygote){ .hash_seed = hash_seed, .numpy = numpy, .last_use = clock_ns() };
    if (!spawn(s, z)) {
        snprintf(reason, WIRE_DETAIL, "no process for an interpreter: %s", strerror(errno));
        return NULL;
    }
    struct wire_message m;
    if (receive_within(z, &m, START_TIMEOUT_MS) == 1 && m.kind == WIRE_READY) {
        z->ready = m.u.ready;
        return z;
    }
    kill(z->pid, SIGKILL);
    explain(z, "the interpreter did not come up", reason);
    zygote_end(z);
    return NULL;
}

pid_t zygote_fork(struct zygote *z, const struct wire_message *start, const int *fds,
                  size_t fd_count, char reason[WIRE_DETAIL])
{
    struct wire_message m;
    if (wire_send(z->socket, start, fds, fd_count) &&
        receive_within(z, &m, FORK_TIMEOUT_MS) == 1 && m.kind == WIRE_FORKED) {
        if (m.u.pid <= 0)
            snprintf(reason, WIRE_DETAIL, "fork: %s", strerror(-m.u.pid));
        return m.u.pid;
    }
    explain(z, "the interpreter broke off", reason);
    zygote_end(z);
    return -1;
}
