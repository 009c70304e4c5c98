/*
 * wire.h — what owner, supervisor, zygote and run child say to each other. All of them come from
 * one build, so plain structs travel; only the run's channel (struct wire_frame) meets hostile
 * code. This header is also compiled into the library that the zygote loads: it stands alone.
 */
#ifndef HASTEN_SANDBOX_WIRE_H
#define HASTEN_SANDBOX_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define WIRE_DETAIL 400 /* room for the reason of a failure */
#define WIRE_ENTRY 128

enum wire_kind {
    WIRE_CONFIG,  /* owner → supervisor: once, with the bundle of modules */
    WIRE_READY,   /* zygote → supervisor: interpreter is up, modules are imported */
    WIRE_START,   /* owner → supervisor → zygote: begin a run */
    WIRE_FORKED,  /* zygote → supervisor: pid of the run child, or -errno */
    WIRE_STARTED, /* child → supervisor → owner: every layer is active; user code comes next */
    WIRE_FAILED,  /* child or supervisor → owner: the run could not begin */
    WIRE_STATUS,  /* pid 1 of a run → supervisor: how the program itself ended */
    WIRE_KILL,    /* owner → supervisor: end this run */
    WIRE_ENDED,   /* supervisor → owner: dead, reaped, nothing left */
};

struct wire_config {
    int32_t abi_cap;
    uint32_t namespaces;
    char python[512];
    char cgroup[512]; /* delegated directory; "": look at our own group */
};

struct wire_ready {
    uint32_t has_numpy;
    char python_version[32];
};

struct wire_start {
    uint32_t hash_seed;
    uint32_t numpy;
    uint32_t keep_files;
    uint32_t wall_ms;
    uint32_t cpu_s;
    uint32_t tasks; /* beside the first thread */
    uint32_t forks; /* 0: one process */
    uint32_t has_group; /* WIRE_FD_GROUP leads into a control group */
    uint64_t memory_bytes;
    char entry[WIRE_ENTRY];
};

struct wire_started {
    uint32_t layers; /* enum sandbox_layer */
    int32_t landlock_abi;
    uint32_t has_listener; /* the first descriptor that comes along; the next is the scratch */
    uint32_t has_numpy;
    char python_version[32];
};

struct wire_ended {
    int32_t status;     /* as wait4(2) gives it */
    uint32_t wall_limit; /* the supervisor's clock ran out */
    uint32_t scratch_limit; /* it wrote more files than it may */
    uint32_t file_count;
    uint32_t files_complete;
    uint64_t user_us, system_us, max_rss_bytes;
};

struct wire_message {
    uint32_t kind; /* enum wire_kind */
    uint32_t id;   /* of the run, chosen by the owner */
    union {
        struct wire_config config;
        struct wire_ready ready;
        struct wire_start start;
        int32_t pid;
        struct wire_started started;
        char failed[WIRE_DETAIL];
        int32_t status;
        struct wire_ended ended;
    } u;
};

/* Descriptors that come with WIRE_START, in this order; the supervisor adds the last three. */
enum wire_fd {
    WIRE_FD_CHANNEL,
    WIRE_FD_STDIN,
    WIRE_FD_STDOUT,
    WIRE_FD_STDERR,
    WIRE_FD_PAYLOAD,
    WIRE_FD_OWNER_COUNT,
    WIRE_FD_REPORT = WIRE_FD_OWNER_COUNT,
    WIRE_FD_GROUP, /* /dev/null when there is none */
    WIRE_FD_SCRATCH,
    WIRE_FD_COUNT,
};

/* One frame on a run's channel; zygote.py spells the same layout as "<II16sQ". */
#define WIRE_REQUEST 0x51525348u
#define WIRE_REPLY 0x52525348u
struct wire_frame {
    uint32_t magic;
    uint32_t seq;
    uint8_t nonce[16];
    uint64_t length; /* of the bytes that follow */
};
_Static_assert(sizeof(struct wire_frame) == 32, "zygote.py relies on the layout");

/* One collected file in the memfd that comes with WIRE_ENDED; path, content and link follow. */
struct wire_file {
    uint32_t mode;
    uint32_t path_bytes, content_bytes, link_bytes;
};

/* Sends one message with `fd_count` descriptors. False: errno tells why. */
bool wire_send(int socket, const struct wire_message *, const int *fds, size_t fd_count);

/*
 * Receives one whole message; descriptors that came along are close-on-exec and go to `fds`,
 * up to `fd_room`; *ret_fds is their number. Returns 1, 0 at the end of the stream, -1 with
 * errno (EBADMSG when it is not a message; its descriptors are closed).
 */
int wire_receive(int socket, struct wire_message *, int *fds, size_t fd_room, size_t *ret_fds,
                 int flags);

/* A sealed memfd that holds `bytes`, read from its start; -1 with errno. */
int wire_memfd(const char *name, const void *bytes, size_t length);

void wire_close(int *fd); /* closes unless negative, then forgets */

#endif
