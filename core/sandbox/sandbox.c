/*
 * sandbox.c — the service's side of a slot.
 *
 * Theory of operation
 * -------------------
 * Untrusted Python runs in a process of its own that can compute, write to a small scratch
 * directory, print, and answer frames on one socket; nothing else. Four kinds of processes:
 *
 *   service ── supervisor (supervisor.c; this program, executed afresh: no secrets in memory)
 *                ├─ zygote (zygote.py; Python with the usual modules imported, no user code)
 *                └─ run child (child*.c; forked by the zygote, but the supervisor's child)
 *
 *  - The service (this file, run.c) makes the socket pair and the pipes of a run and hands the far
 *    ends over. It holds what must not be forged: nonces, clocks, expectations, limits.
 *  - The supervisor is the parent of every run. It kills at the wall limit, reaps, and reports
 *    status and resource usage as the kernel gave them. Its end ends everything below it.
 *  - The zygote makes a run cost a fork instead of an interpreter start (30 ms) and imports.
 *  - The run child puts up its walls before any user code exists (child.c has the order), tells
 *    the supervisor which ones stand, closes that connection, and calls the harness.
 *
 * Walls, from outside in: private uid (as root), user, network and IPC namespace of the zygote;
 * mount namespace with a tmpfs per run; pid namespace for programs that fork; no capabilities;
 * rlimits; Landlock; seccomp. Each is used where it can be had, and every outcome says which were.
 * The minimum is rlimits, no_new_privs, seccomp, and either Landlock or the strict mode in which
 * the filter refuses every open(2); below that nothing runs.
 *
 * What the program sends is a claim, never a verdict: frames carry a nonce that only an asked
 * program knows, nothing it prints is parsed, nothing it sends is unpickled.
 *
 * Threads: a slot and its runs belong to one thread at a time. Several runs may be live in a
 * slot; messages for any of them are taken whenever one is waited for.
 */
#include "owner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLOSE_TIMEOUT_MS 10000
#define PROBE_TIMEOUT_MS 10000
#define SUPERVISOR_FD 3

/* ---- messages -------------------------------------------------------------------------------- */

static struct sandbox_run *find_run(struct sandbox *s, uint32_t id)
{
    struct sandbox_run *run = s->runs;
    while (run && run->id != id)
        run = run->next;
    return run;
}

static void fail_run(struct sandbox_run *run, const char *reason)
{
    if (!run->ended)
        snprintf(run->reason, sizeof(run->reason), "%s", reason);
    run->failed = run->failed || !run->ended;
    run->ended = true;
    run->end_ns = clock_ns();
}

void sandbox_abandon(struct sandbox *s, const char *reason)
{
    wire_close(&s->socket);
    if (s->supervisor > 0) {
        kill(s->supervisor, SIGKILL);
        waitpid(s->supervisor, NULL, 0);
    }
    s->supervisor = 0;
    for (struct sandbox_run *run = s->runs; run; run = run->next)
        fail_run(run, reason);
}

static void take_message(struct sandbox *s, struct wire_message *m, int *fd)
{
    struct sandbox_run *run = find_run(s, m->id);
    if (!run)
        return;
    switch (m->kind) {
    case WIRE_STARTED:
        run->started = true;
        run->layers = m->u.started.layers;
        s->probe = m->u.started;
        s->probe.python_version[sizeof(s->probe.python_version) - 1] = '\0';
        break;
    case WIRE_FAILED: /* before the fork nothing else will come; after it WIRE_ENDED follows */
        m->u.failed[WIRE_DETAIL - 1] = '\0';
        run->failed = true;
        snprintf(run->reason, sizeof(run->reason), "%s", m->u.failed);
        break;
    case WIRE_ENDED:
        run->ended = true;
        run->end_ns = clock_ns();
        run->result = m->u.ended;
        run->files = *fd;
        *fd = -1;
        break;
    default:
        break;
    }
}

bool sandbox_dispatch(struct sandbox *s)
{
    struct wire_message m;
    int fd = -1;
    size_t n = 0;
    int got = s->socket < 0 ? 0 : wire_receive(s->socket, &m, &fd, 1, &n, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return true;
    if (got <= 0) {
        sandbox_abandon(s, "the sandbox supervisor ended");
        return false;
    }
    if (n == 0)
        fd = -1;
    take_message(s, &m, &fd);
    wire_close(&fd);
    return true;
}

void sandbox_kill(struct sandbox_run *run, enum sandbox_end cause)
{
    if (run->killed || run->ended || !run->sandbox)
        return;
    run->killed = true;
    run->cause = cause;
    struct wire_message m = { .kind = WIRE_KILL, .id = run->id };
    if (!wire_send(run->sandbox->socket, &m, NULL, 0))
        sandbox_abandon(run->sandbox, "the sandbox supervisor ended");
}

/* ---- the supervisor process ------------------------------------------------------------------ */

/* Harness modules, one after the other: u32 name length, u32 source length, name, source. */
static int bundle_modules(const struct sandbox_config *config)
{
    struct buf bundle = { 0 };
    for (size_t i = 0; i < config->module_count; i++) {
        const struct sandbox_module *module = &config->modules[i];
        str name = str_from(module->name);
        uint32_t sizes[2] = { (uint32_t) name.len, (uint32_t) module->source.len };
        buf_append(&bundle, (str){ (const char *) sizes, sizeof(sizes) });
        buf_append(&bundle, name);
        buf_append(&bundle, module->source);
    }
    int fd = wire_memfd("modules", bundle.ptr, bundle.len);
    buf_free(&bundle);
    return fd;
}

static bool send_config(struct sandbox *s)
{
    struct wire_message m = { .kind = WIRE_CONFIG };
    m.u.config.abi_cap = s->config.landlock_abi_cap;
    m.u.config.namespaces = s->config.namespaces;
    int n = snprintf(m.u.config.python, sizeof(m.u.config.python), "%s", s->python);
    int g = snprintf(m.u.config.cgroup, sizeof(m.u.config.cgroup), "%s", s->cgroup);
    int modules = bundle_modules(&s->config);
    bool ok = n < (int) sizeof(m.u.config.python) && g < (int) sizeof(m.u.config.cgroup) && modules >= 0 &&
              wire_send(s->socket, &m, &modules, 1);
    wire_close(&modules);
    return ok;
}

/* An empty environment and the socket, nothing else of ours. stderr stays, for a crash report. */
static int spawn(const char *program, int socket, pid_t *ret_pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    char *argv[] = { (char[]){ "hasten" }, (char[]){ "sandbox-supervisor" }, NULL };
    char *envp[] = { NULL };
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, socket, SUPERVISOR_FD);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", 0, 0);
    posix_spawn_file_actions_adddup2(&files, 0, 1);
    posix_spawn_file_actions_addclosefrom_np(&files, SUPERVISOR_FD + 1);
    int error = posix_spawn(ret_pid, program, &files, &attributes, argv, envp);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error;
}

enum status sandbox_ensure(struct sandbox *s, struct error *err)
{
    if (s->socket >= 0)
        return STATUS_OK;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return error_set(err, STATUS_SANDBOX, "socketpair: %s", strerror(errno));
    int error = spawn(s->program, pair[1], &s->supervisor);
    close(pair[1]);
    s->socket = pair[0];
    if (error == 0 && send_config(s))
        return STATUS_OK;
    if (error != 0)
        s->supervisor = 0;
    sandbox_abandon(s, "the sandbox supervisor did not start");
    return error_set(err, STATUS_SANDBOX, "the sandbox supervisor did not start: %s",
                     strerror(error != 0 ? error : errno));
}

/* ---- open and close ------------------------------------------------------------------------- */

/* Probing is doing: a run that does nothing shows which walls stand here. */
static enum status probe(struct sandbox *s, enum sandbox_profile profile, struct error *err)
{
    const struct sandbox_spec spec = { .profile = profile, .entry = "" };
    struct sandbox_run *run;
    struct sandbox_outcome outcome;
    enum status status = sandbox_start(s, &spec, &run, err);
    if (status != STATUS_OK)
        return status;
    sandbox_finish(run, PROBE_TIMEOUT_MS, &outcome);
    bool ok = outcome.end == SANDBOX_EXITED && outcome.code == 0;
    if (!ok)
        status = error_set(err, STATUS_SANDBOX, "the sandbox probe ended with %s %d",
                           sandbox_end_name(outcome.end), outcome.code);
    else
        s->layers |= outcome.layers;
    sandbox_outcome_release(&outcome);
    return status;
}

enum status sandbox_open(const struct sandbox_config *config, struct sandbox **ret,
                         struct error *err)
{
    struct sandbox *s = xcalloc(1, sizeof(*s));
    s->config = *config;
    s->socket = -1;
    s->python = xstrdup_str(str_from(config->python));
    s->cgroup = xstrdup_str(str_from(config->cgroup ? config->cgroup : ""));
    s->program = xstrdup_str(str_from(config->program ? config->program : "/proc/self/exe"));
    enum status status = probe(s, SANDBOX_FUNCTION, err);
    if (status != STATUS_OK) {
        sandbox_close(s);
        return status;
    }
    /* Where forking programs cannot be contained they are refused, run by run. */
    s->allows_processes = probe(s, SANDBOX_PARALLEL, NULL) == STATUS_OK;
    *ret = s;
    return STATUS_OK;
}

/* The end of our half of the socket tells the supervisor to end everything; its end, that it
 * has. */
static void end_supervisor(struct sandbox *s)
{
    if (s->supervisor <= 0)
        return;
    shutdown(s->socket, SHUT_WR);
    uint64_t deadline = clock_ns() + CLOSE_TIMEOUT_MS * 1000000ull;
    struct pollfd p = { s->socket, POLLIN, 0 };
    while (s->socket >= 0 && clock_ns() < deadline && poll(&p, 1, 100) >= 0) {
        struct wire_message m;
        int fd = -1;
        size_t n;
        if (p.revents && wire_receive(s->socket, &m, &fd, 1, &n, MSG_DONTWAIT) <= 0)
            break;
        wire_close(&fd);
    }
    if (clock_ns() >= deadline)
        kill(s->supervisor, SIGKILL);
    waitpid(s->supervisor, NULL, 0);
}

void sandbox_close(struct sandbox *s)
{
    if (!s)
        return;
    end_supervisor(s);
    wire_close(&s->socket);
    for (struct sandbox_run *run = s->runs; run; run = run->next) {
        fail_run(run, "the sandbox was closed");
        run->sandbox = NULL;
    }
    free(s->python);
    free(s->cgroup);
    free(s->program);
    free(s);
}

void sandbox_set_cancel(struct sandbox *s, const atomic_bool *cancel)
{
    if (s)
        s->cancel = cancel;
}

void sandbox_set_deadline(struct sandbox *s, uint64_t deadline_ns)
{
    if (s)
        s->deadline_ns = deadline_ns;
}

uint32_t sandbox_layers(const struct sandbox *s)
{
    return s->layers;
}

int sandbox_landlock_abi(const struct sandbox *s)
{
    return s->probe.landlock_abi;
}

const char *sandbox_python_version(const struct sandbox *s)
{
    return s->probe.python_version;
}

bool sandbox_has_numpy(struct sandbox *s)
{
    return s->probe.has_numpy;
}

bool sandbox_allows_processes(const struct sandbox *s)
{
    return s->allows_processes;
}
