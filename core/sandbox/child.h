/*
 * child.h — the library that the Python zygote loads (libhasten_sandbox.so): forks run children
 * and locks them up. One file per kernel facility; child.c has the order in which they are used.
 * Everything here runs before any user code exists in the process.
 */
#ifndef HASTEN_SANDBOX_CHILD_H
#define HASTEN_SANDBOX_CHILD_H

#include "hasten/sandbox.h"
#include "wire.h"

/* Descriptors of Landlock rules live above everything that run children dup2() onto. */
#define RULE_FD_FLOOR 200
/* In a run child, after 0-3 with the channel as 3; both are closed before user code runs. */
#define REPORT_FD 4
#define SCRATCH_FD 5

#define SCRATCH_BYTES (64u << 20)

/* The library is built with hidden symbols: it must not replace any of the interpreter's. */
#define EXPORT __attribute__((visibility("default")))

struct child {
    int control;          /* the zygote's socket to the supervisor */
    pid_t supervisor;     /* parent of the zygote and of every run child */
    int abi;              /* Landlock ABI in use, 0: none, strict mode */
    uint32_t layers;      /* what is active so far */
    const char *scratch_mount; /* where a mount namespace gets its tmpfs */
    struct wire_message request; /* of the current run */
    int fds[WIRE_FD_COUNT];
    int listener; /* for the supervisor, which answers when a thread is to start; -1: none */
};

/* Failures here mean that the run must not happen: says why on the report socket and exits. */
_Noreturn void child_fail(const struct child *, const char *step);

/* child_fork.c: the child becomes the supervisor's child, not the zygote's. */
bool fork_prepare(void);
pid_t fork_sibling(void);

/* child_pidns.c: goes on as a process inside a new pid namespace, where that can be had. */
void pidns_enter(struct child *);

/* child_mount.c: private mount namespace, tmpfs as scratch directory and working directory. */
void mount_choose(struct child *, const char *read_path);
void mount_enter(struct child *);

/* child_limits.c: capabilities and rlimits. */
void capabilities_drop(struct child *);
void limits_set(struct child *);

/* child_landlock.c */
int landlock_detect(int cap);
void landlock_allow_read(const char *path);
void landlock_enter(struct child *);

/* child_seccomp.c */
bool seccomp_prepare(const struct child *);
void seccomp_enter(struct child *);

#endif
