/*
 * sandbox.h — runs untrusted Python under rlimits, Landlock, seccomp and, where the machine
 * allows, namespaces and a private uid. The theory of operation opens core/sandbox/sandbox.c.
 *
 * One `struct sandbox` is one slot: a supervisor process (this program, executed again, with no
 * secret in its memory) and its zygotes (Python interpreters that have imported the harness and
 * nothing from a user). A slot is owned by one thread at a time. Every run is a fresh fork of a
 * zygote; the supervisor is its parent, kills it at its limits and reaps it.
 */
#ifndef HASTEN_SANDBOX_H
#define HASTEN_SANDBOX_H

#include <stdatomic.h>

#include "base.h"

/* A trusted harness module, embedded in the program, imported by every zygote. */
struct sandbox_module {
    const char *name; /* importable as this */
    str source;
};

struct sandbox_config {
    const char *python;       /* absolute interpreter path */
    const char *program;      /* executable to run as supervisor; NULL: /proc/self/exe */
    int landlock_abi_cap;     /* for testing degradation; large: what the kernel has */
    bool namespaces;
    const char *cgroup;       /* directory of a cgroup2 file system that is ours; NULL: our own group */
    uint64_t memory_bytes;    /* default address-space limit of a run */
    const struct sandbox_module *modules; /* borrowed for the life of the sandbox */
    size_t module_count;
};

enum sandbox_layer { /* bits of sandbox_layers() and of every outcome */
#define SANDBOX_LAYER(name, bit, text) SANDBOX_LAYER_##name = 1u << bit,
#include "sandbox_layers.def"
#undef SANDBOX_LAYER
};

enum sandbox_profile { /* in the order of what they allow */
#define SANDBOX_PROFILE(constant, name, tasks, forks, text) SANDBOX_##constant,
#include "sandbox_profiles.def"
#undef SANDBOX_PROFILE
    SANDBOX_PROFILE_COUNT,
};
const char *sandbox_profile_name(enum sandbox_profile); /* "parallel" */

struct sandbox_limits { /* 0 takes the default */
    uint32_t wall_ms;      /* whole run, default 10 000 */
    uint32_t cpu_ms;       /* whole run, rounded up to seconds, default wall */
    uint64_t memory_bytes; /* address space of each process */
    uint64_t output_bytes; /* stdout and stderr, each, default 4 MiB */
    uint64_t reply_bytes;  /* one reply frame, default 16 MiB */
    uint32_t tasks;        /* threads and processes beside the first, default the profile's */
};

struct sandbox_spec {
    enum sandbox_profile profile;
    struct sandbox_limits limits;
    uint32_t hash_seed;    /* PYTHONHASHSEED of the zygote to fork from */
    bool numpy;            /* fork from a zygote that has imported numpy */
    const char *entry;     /* "module.function" of the harness; called as function(channel, payload) */
    str payload;           /* bytes for the entry; may be large */
    bool keep_files;       /* collect what the run left in its scratch directory */
    str stdin_bytes;       /* what fd 0 reads; empty: /dev/null */
};

enum sandbox_end {
    SANDBOX_EXITED,    /* code = exit status */
    SANDBOX_SIGNALED,  /* code = signal */
    SANDBOX_CPU_LIMIT,
    SANDBOX_WALL_LIMIT,
    SANDBOX_OUTPUT_LIMIT,
    SANDBOX_POLICY,    /* killed by seccomp */
    SANDBOX_VIOLATION, /* broke the frame protocol */
    SANDBOX_STOPPED,   /* still running when we ended it, as asked */
    SANDBOX_FAILED,    /* the sandbox itself broke; says nothing about the program */
};
const char *sandbox_end_name(enum sandbox_end); /* "cpu_limit" */

struct sandbox_file {
    str path;    /* relative to the scratch directory; hostile bytes */
    uint32_t mode;
    str content; /* cut at 1 MiB */
    str link;    /* target of a symbolic link */
};

struct sandbox_outcome {
    enum sandbox_end end;
    int code;
    uint32_t layers;      /* bits that were really active in the child */
    uint64_t user_us, system_us; /* rusage of the child and what it waited for */
    uint64_t max_rss_bytes;
    uint64_t wall_ns;
    struct buf out, err;  /* everything printed since the last call's reply; owned, see _release */
    struct sandbox_file *files; /* sorted by path */
    uint32_t file_count;
    bool files_complete;
};
void sandbox_outcome_release(struct sandbox_outcome *);

struct sandbox;
struct sandbox_run;

/* Starts the supervisor and probes what works here by doing it. STATUS_SANDBOX when the
 * mandatory minimum (seccomp and Landlock, or strict mode) is missing. */
enum status sandbox_open(const struct sandbox_config *, struct sandbox **ret, struct error *err);
void sandbox_close(struct sandbox *); /* kills everything in it; accepts NULL */
/* From now on every start, call and finish looks at the flag while it waits: once it is true a
 * call kills its run and returns STATUS_CANCELLED, and no run begins. NULL, for the flag: none. */
void sandbox_set_cancel(struct sandbox *, const atomic_bool *cancel); /* accepts NULL */
/* No start, call or finish waits beyond this clock_ns(), whatever its own time-out; 0: no such limit.
 * What was not done by then has timed out or, a start, failed. Accepts NULL. */
void sandbox_set_deadline(struct sandbox *, uint64_t deadline_ns);
uint32_t sandbox_layers(const struct sandbox *);
int sandbox_landlock_abi(const struct sandbox *);
const char *sandbox_python_version(const struct sandbox *); /* "3.11.2" */
bool sandbox_has_numpy(struct sandbox *);
/* Whether SANDBOX_PARALLEL runs can be contained here; sandbox_start() refuses them otherwise. */
bool sandbox_allows_processes(const struct sandbox *);

enum status sandbox_start(struct sandbox *, const struct sandbox_spec *, struct sandbox_run **ret,
                          struct error *err);

/* One reply to sandbox_call(). Slices stay valid until the next call on the run. */
struct sandbox_reply {
    str payload;
    str out, err;        /* bytes that appeared on stdout and stderr up to the reply */
    uint64_t elapsed_ns; /* request sent → last byte of the reply, by our clock */
};

/*
 * Sends a request frame {magic, seq, nonce, length} + bytes on the run's channel and waits for the
 * matching reply. A byte that was waiting before we asked, a wrong nonce, a second reply or an
 * oversized frame is STATUS_PROTOCOL. Silence is STATUS_TIMEOUT; death or a limit is
 * STATUS_LIMIT; the run is over in each of these cases and sandbox_finish() tells how.
 */
enum status sandbox_call(struct sandbox_run *, str request, uint32_t timeout_ms,
                         struct sandbox_reply *ret, struct error *err);

/*
 * The two halves of sandbox_call(), so that several runs can work at the same time: after each
 * sandbox_ask() one sandbox_answer() is due, and no other call on that run before it. The time-outs are
 * those of the waiting itself; elapsed_ns of an answer that was fetched late counts the delay as well.
 */
enum status sandbox_ask(struct sandbox_run *, str request, uint32_t timeout_ms, struct error *err);
enum status sandbox_answer(struct sandbox_run *, uint32_t timeout_ms, struct sandbox_reply *ret,
                           struct error *err);

/* Waits for the run to end by itself for up to timeout_ms (0: do not wait), kills what is left,
 * reaps it, fills *ret and frees the run. Never fails; `ret` may be NULL. */
void sandbox_finish(struct sandbox_run *, uint32_t timeout_ms, struct sandbox_outcome *ret);

/* What `hasten sandbox-supervisor` runs; fd 3 is the socket to its owner. Returns an exit code. */
int sandbox_supervisor_main(void);

#endif
