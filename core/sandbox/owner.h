/*
 * owner.h — the service's side of a slot, shared by sandbox.c (the slot) and run.c (its runs).
 */
#ifndef HASTEN_SANDBOX_OWNER_H
#define HASTEN_SANDBOX_OWNER_H

#include "hasten/sandbox.h"
#include "wire.h"

struct sandbox {
    struct sandbox_config config;
    char *python; /* owned copies of what config points to */
    char *program;
    char *cgroup;
    pid_t supervisor;
    int socket; /* -1: the supervisor is lost; the next start makes a new one */
    const atomic_bool *cancel; /* borrowed; NULL: nobody cancels */
    uint64_t deadline_ns; /* beyond which nobody waits for a run, 0: none */
    uint32_t next_id;
    uint32_t layers;
    bool allows_processes;
    struct wire_started probe; /* what the first run said */
    struct sandbox_run *runs;  /* live ones, newest first */
};

/* One of a run's two output pipes. */
struct stream {
    int fd;          /* read end, non-blocking; -1 after its end */
    struct buf text; /* not yet given to the caller, after `given` bytes that were */
    size_t given;
    uint64_t total;
};

struct sandbox_run {
    struct sandbox *sandbox; /* NULL after sandbox_close() */
    struct sandbox_run *next;
    uint32_t id;
    struct sandbox_limits limits; /* with the defaults filled in */
    uint32_t cpu_s;
    int channel;
    uint32_t seq;
    struct wire_frame asked; /* the request that waits for its reply */
    uint64_t asked_ns;       /* when */
    struct stream out, err;
    struct buf reply;
    uint64_t start_ns, end_ns;
    bool started, ended;
    bool failed;             /* the sandbox broke; `reason` says how */
    bool killed;             /* we asked for its end, for `cause` */
    enum sandbox_end cause;
    uint32_t layers;
    struct wire_ended result;
    int files; /* memfd of struct wire_file records, -1 without */
    char reason[WIRE_DETAIL];
};

/* Takes one message of the supervisor, for whatever run it is. False when it is lost. */
bool sandbox_dispatch(struct sandbox *);
/* Makes sure that there is a supervisor. */
enum status sandbox_ensure(struct sandbox *, struct error *err);
/* Kills a supervisor that is of no use any more; its runs have failed. */
void sandbox_abandon(struct sandbox *, const char *reason);
/* Asks for the end of a run; the first cause stays. */
void sandbox_kill(struct sandbox_run *, enum sandbox_end cause);
/* Says how a run that has ended did so; hands its output and files over. */
void sandbox_fill_outcome(struct sandbox_run *, struct sandbox_outcome *ret);

#endif
