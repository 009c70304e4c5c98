/*
 * supervisor.h — inside the supervisor process: its state, and the two facilities beside its loop
 * (zygotes, scratch directories). One thread; nothing here is seen by the service.
 */
#ifndef HASTEN_SANDBOX_SUPERVISOR_H
#define HASTEN_SANDBOX_SUPERVISOR_H

#include "hasten/sandbox.h"
#include "wire.h"

#define MAX_ZYGOTES 6
#define MAX_RUNS 32

struct zygote {
    pid_t pid;  /* 0: free */
    int socket; /* SEQPACKET to it */
    int log;    /* read end of its stderr, non-blocking */
    uint32_t hash_seed;
    bool numpy;
    uint64_t last_use;
    struct wire_ready ready;
};

struct run {
    pid_t pid; /* 0: free; also its process group */
    uint32_t id;
    int report;      /* from the child, until it has closed it; -1 afterwards */
    int scratch;     /* its directory, -1 when it took it along */
    int group;       /* directory of its control group, -1: none */
    bool in_group;   /* it says that it is in there */
    int listener;    /* asks whether a thread may start; -1: need not ask */
    uint32_t tasks;  /* how many may, beside the first */
    uint64_t deadline;
    bool wall_limit; /* killed by our clock */
    uint64_t next_look; /* when its scratch is weighed again; UINT64_MAX: never */
    bool scratch_limit; /* killed for what it wrote there */
    bool keep_files;
    bool relayed;    /* pid 1 of its namespace told how the program ended */
    bool in_pid_namespace;
    int status;      /* what it told */
    const struct zygote *zygote;
};

/* Directories of runs without a mount namespace. */
struct scratch {
    int root;        /* -1 until the first one is needed */
    char path[64];
    uint32_t trash;  /* directories that wait for removal, named t0 … */
    uint32_t next_trash;
};

/* Where groups of runs can be made. */
struct cgroup {
    int root; /* the delegated directory; -1: none, runs go without */
};

struct supervisor {
    int owner;   /* socket; its end means that the service is gone */
    int signals; /* signalfd for SIGCHLD */
    struct wire_config config;
    int modules; /* the bundle of harness modules, a memfd */
    int script;  /* zygote.py */
    int library; /* libhasten_sandbox.so */
    uid_t uid;   /* private uid for zygotes and runs, 0: none */
    bool private_mounts; /* runs bring their own scratch */
    struct scratch scratch;
    struct cgroup cgroup;
    int nowhere; /* /dev/null */
    struct zygote zygotes[MAX_ZYGOTES];
    struct run runs[MAX_RUNS];
};

/* supervisor_zygote.c. NULL with a reason when the interpreter does not come up. */
struct zygote *zygote_get(struct supervisor *, uint32_t hash_seed, bool numpy,
                          char reason[WIRE_DETAIL]);
/* The pid of the new run child; <= 0 with a reason. The zygote is ended when it misbehaves. */
pid_t zygote_fork(struct zygote *, const struct wire_message *start, const int *fds,
                  size_t fd_count, char reason[WIRE_DETAIL]);
void zygote_end(struct zygote *); /* kills and reaps */
void reserve_private_uid(struct supervisor *);

/* supervisor_threads.c: answers one question of a run. */
void threads_answer(const struct run *);

/* supervisor_cgroup.c */
void cgroup_open(struct cgroup *, const char *directory); /* "": our own group */
/* The same for any directory that looks like one; false when it takes no limits. */
bool cgroup_adopt(struct cgroup *, const char *directory);
void cgroup_close(struct cgroup *);
/* The directory of a new group with these limits; -1 when it cannot be had. */
int cgroup_make(struct cgroup *, uint32_t index, uint64_t memory_bytes, uint32_t tasks);
int cgroup_entrance(int group); /* who writes "0" to this descriptor is in */
void cgroup_kill(int group);
/* What all its processes took; fields stay as they are where the kernel does not tell. */
void cgroup_add_usage(int group, struct wire_ended *);
void cgroup_discard(struct cgroup *, int group, uint32_t index); /* closes `group` */

/* scratch.c */
int scratch_create(struct supervisor *, uint32_t index); /* an open directory, or -1 */
void scratch_discard(struct supervisor *, int directory, uint32_t index);
void scratch_sweep(struct supervisor *); /* removes some of the trash */
void scratch_leave(struct supervisor *); /* runs bring their own from now on */
void scratch_release(struct supervisor *);
/* More bytes or entries than the tmpfs of other runs would take, or hidden from counting. */
bool scratch_is_full(int directory);
/* What the run left, as struct wire_file records in a memfd; -1 when that failed. */
int scratch_collect(int directory, struct wire_ended *ended);

#endif
