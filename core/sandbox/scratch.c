/*
 * scratch.c — what hostile programs leave behind: collected with bounds, removed with bounds.
 *
 * Where a run has a mount namespace its scratch is a tmpfs that dies with it, and there is only
 * the collecting. Otherwise a run gets a directory of mode 0700 below one of ours in memory. We
 * never follow a link, never open anything but a regular file or a directory, never block on a
 * FIFO, and never recurse deeper than a few levels:
 * what lies deeper is moved up and removed from there. Removal happens in portions between
 * other work, so that fifty thousand directories delay nobody.
 *
 * A supervisor holds a lock on its directory while it lives. One that was killed left a directory
 * that nobody locks; the next supervisor of the same user removes it before it makes its own.
 */
#include "supervisor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILES 512
#define MAX_ENTRIES 4096
#define MAX_DEPTH 16
#define MAX_FILE_BYTES (1u << 20)
#define MAX_ALL_BYTES (16u << 20)
#define MAX_PATH 4096
#define SWEEP_ENTRIES 2000
#define QUOTA_BYTES (64u << 20) /* as of the tmpfs in child_mount.c */
#define QUOTA_ENTRIES 4096
#define PREFIX "hasten-"

/* ---- removal -------------------------------------------------------------------------------- */

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int open_dir_at(int at, const char *name)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* A stream of its own, so that closing it leaves `directory` open. */
static DIR *open_stream(int directory)
{
    int fd = open_dir_at(directory, ".");
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream)
        wire_close(&fd);
    return stream;
}

/* A program may make directories that even their owner cannot list. It is dead by now: between
 * looking and changing the mode nobody can put a link there. */
static int open_to_empty(int at, const char *name)
{
    struct stat st;
    int fd = open_dir_at(at, name);
    if (fd >= 0 || fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(st.st_mode) ||
        fchmodat(at, name, 0700, 0) != 0)
        return fd;
    return open_dir_at(at, name);
}

/* Empties a directory as far as *budget entries go. `top` takes what lies too deep. Returns how
 * many entries it removed or moved. */
static int empty(int directory, int top, unsigned int depth, int *budget)
{
    int done = 0;
    DIR *stream = open_stream(directory);
    struct dirent *entry;
    while (stream && *budget > 0 && (entry = readdir(stream))) {
        if (is_dot(entry->d_name))
            continue;
        --*budget;
        if (unlinkat(directory, entry->d_name, 0) == 0 ||
            unlinkat(directory, entry->d_name, AT_REMOVEDIR) == 0) {
            done++;
            continue;
        }
        if (depth == MAX_DEPTH) {
            char name[32];
            snprintf(name, sizeof(name), "deep-%d-%llx", *budget,
                     (unsigned long long) clock_ns());
            done += renameat(directory, entry->d_name, top, name) == 0;
            continue;
        }
        int below = open_to_empty(directory, entry->d_name);
        if (below < 0)
            continue;
        done += empty(below, top, depth + 1, budget);
        close(below);
        done += unlinkat(directory, entry->d_name, AT_REMOVEDIR) == 0;
    }
    if (stream)
        closedir(stream);
    return done;
}

/* Passes over a directory until it is gone, the budget is spent, or a pass achieves nothing: what
 * was moved up may be missed by the pass that moved it. False: come back for the rest. */
static bool remove_some(int root, const char *name, int *budget)
{
    int directory = open_dir_at(root, name);
    bool gone = directory < 0;
    int done = 1;
    while (!gone && done > 0 && *budget > 0) {
        done = empty(directory, directory, 0, budget);
        gone = unlinkat(root, name, AT_REMOVEDIR) == 0;
    }
    wire_close(&directory);
    return gone || done == 0;
}

void scratch_sweep(struct supervisor *s)
{
    int budget = SWEEP_ENTRIES;
    while (s->scratch.trash < s->scratch.next_trash && budget > 0) {
        char name[16];
        snprintf(name, sizeof(name), "t%u", s->scratch.trash);
        if (remove_some(s->scratch.root, name, &budget))
            s->scratch.trash++;
    }
}

/* ---- quota ----------------------------------------------------------------------------------- */

struct weight {
    uint64_t bytes;
    uint32_t entries;
};

static bool exceeds(const struct weight *w)
{
    return w->bytes > QUOTA_BYTES || w->entries > QUOTA_ENTRIES;
}

/* The program runs on while we look: what has gone meanwhile weighs nothing. */
static void weigh(int directory, unsigned int depth, struct weight *w)
{
    DIR *stream = open_stream(directory);
    struct dirent *entry;
    while (stream && !exceeds(w) && (entry = readdir(stream))) {
        struct stat st;
        if (is_dot(entry->d_name) ||
            fstatat(directory, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        w->entries++;
        w->bytes += (uint64_t) st.st_blocks * 512;
        if (!S_ISDIR(st.st_mode))
            continue;
        int below = open_dir_at(directory, entry->d_name);
        if (depth == MAX_DEPTH || (below < 0 && errno == EACCES))
            w->entries = QUOTA_ENTRIES + 1; /* hidden from us: as good as full */
        else if (below >= 0)
            weigh(below, depth + 1, w);
        wire_close(&below);
    }
    if (stream)
        closedir(stream);
}

/* Files that are unlinked but open are not seen: their sum is bounded by RLIMIT_FSIZE and
 * RLIMIT_NOFILE, and they go with the run. */
bool scratch_is_full(int directory)
{
    struct weight w = { 0 };
    weigh(directory, 0, &w);
    return exceeds(&w);
}

/* ---- directories ---------------------------------------------------------------------------- */

static void remove_if_abandoned(int parent, const char *name, int *budget)
{
    struct stat st;
    int fd = open_dir_at(parent, name);
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
        flock(fd, LOCK_EX | LOCK_NB) == 0)
        (void) remove_some(parent, name, budget);
    wire_close(&fd);
}

static void remove_abandoned(const char *parent)
{
    int budget = SWEEP_ENTRIES;
    int at = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = at >= 0 ? open_stream(at) : NULL;
    struct dirent *entry;
    while (stream && budget > 0 && (entry = readdir(stream))) {
        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0)
            remove_if_abandoned(at, entry->d_name, &budget);
    }
    if (stream)
        closedir(stream);
    wire_close(&at);
}

/* Another supervisor may have taken the new directory for an abandoned one before it was locked:
 * then the lock is not to be had or the directory has no name any more. */
static bool is_ours(int root)
{
    struct stat st;
    return flock(root, LOCK_EX | LOCK_NB) == 0 && fstat(root, &st) == 0 && st.st_nlink > 0 &&
           fchmod(root, 0711) == 0;
}

static bool open_root(struct scratch *scratch)
{
    static const char *const parents[] = { "/dev/shm", "/tmp", "/var/tmp" };
    for (size_t i = 0; i < ARRAY_LEN(parents) && scratch->root < 0; i++) {
        remove_abandoned(parents[i]);
        snprintf(scratch->path, sizeof(scratch->path), "%s/" PREFIX "%d-XXXXXX", parents[i],
                 (int) getpid());
        if (mkdtemp(scratch->path) == NULL)
            continue;
        scratch->root = open(scratch->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (scratch->root >= 0 && !is_ours(scratch->root))
            wire_close(&scratch->root);
    }
    return scratch->root >= 0;
}

int scratch_create(struct supervisor *s, uint32_t index)
{
    char name[16];
    snprintf(name, sizeof(name), "%u", index);
    if (s->scratch.root < 0 && !open_root(&s->scratch))
        return -1;
    if (mkdirat(s->scratch.root, name, 0700) != 0)
        return -1;
    int fd = open_dir_at(s->scratch.root, name);
    if (fd >= 0 && s->uid != 0 && fchown(fd, s->uid, s->uid) != 0)
        wire_close(&fd);
    return fd;
}

void scratch_discard(struct supervisor *s, int directory, uint32_t index)
{
    char name[16], trash[16];
    snprintf(name, sizeof(name), "%u", index);
    int budget = SWEEP_ENTRIES;
    (void) empty(directory, directory, 0, &budget);
    if (unlinkat(s->scratch.root, name, AT_REMOVEDIR) == 0)
        return;
    snprintf(trash, sizeof(trash), "t%u", s->scratch.next_trash);
    if (renameat(s->scratch.root, name, s->scratch.root, trash) == 0)
        s->scratch.next_trash++;
}

/* Gives the directory up as soon as it is empty: a supervisor that is killed leaves nothing. */
void scratch_leave(struct supervisor *s)
{
    if (s->scratch.root >= 0 && rmdir(s->scratch.path) == 0)
        wire_close(&s->scratch.root);
}

void scratch_release(struct supervisor *s)
{
    if (s->scratch.root < 0)
        return;
    for (uint32_t i = 0; i < MAX_RUNS; i++) {
        char name[16];
        snprintf(name, sizeof(name), "%u", i);
        int budget = SWEEP_ENTRIES;
        while (!remove_some(s->scratch.root, name, &budget))
            budget = SWEEP_ENTRIES;
    }
    while (s->scratch.trash < s->scratch.next_trash)
        scratch_sweep(s);
    rmdir(s->scratch.path);
    wire_close(&s->scratch.root);
}

/* ---- collecting ----------------------------------------------------------------------------- */

struct collector {
    struct buf records;
    char path[MAX_PATH];
    uint32_t entries;
    struct wire_ended *ended;
};

static void put_record(struct collector *c, size_t path_bytes, uint32_t mode, str content, str link)
{
    struct wire_file record = { mode, (uint32_t) path_bytes, (uint32_t) content.len,
                                (uint32_t) link.len };
    buf_append(&c->records, (str){ (const char *) &record, sizeof(record) });
    buf_append(&c->records, (str){ c->path, path_bytes });
    buf_append(&c->records, content);
    buf_append(&c->records, link);
    c->ended->file_count++;
}

static void collect_link(struct collector *c, int at, const char *name, size_t path_bytes,
                         uint32_t mode)
{
    char target[MAX_PATH];
    ssize_t n = readlinkat(at, name, target, sizeof(target));
    put_record(c, path_bytes, mode, S(""), (str){ target, n > 0 ? (size_t) n : 0 });
}

/* The file may be sparse or large: no more than MAX_FILE_BYTES of it is ever read. */
static void collect_file(struct collector *c, int at, const char *name, size_t path_bytes)
{
    struct stat st;
    int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        wire_close(&fd);
        c->ended->files_complete = 0;
        return;
    }
    size_t size = st.st_size < MAX_FILE_BYTES ? (size_t) st.st_size : MAX_FILE_BYTES;
    char *content = xmalloc(size + 1);
    size_t got = 0;
    for (ssize_t n = 1; got < size && n > 0; got += n > 0 ? (size_t) n : 0)
        n = read(fd, content + got, size - got);
    close(fd);
    put_record(c, path_bytes, st.st_mode, (str){ content, got }, S(""));
    free(content);
    if (got != (size_t) st.st_size)
        c->ended->files_complete = 0;
}

static bool is_full(const struct collector *c)
{
    return c->entries >= MAX_ENTRIES || c->ended->file_count >= MAX_FILES ||
           c->records.len >= MAX_ALL_BYTES;
}

static void collect_dir(struct collector *c, int directory, size_t prefix, unsigned int depth);

static void collect_entry(struct collector *c, int directory, const char *name, size_t prefix,
                          unsigned int depth)
{
    size_t length = strlen(name);
    struct stat st;
    if (prefix + length + 1 >= MAX_PATH || depth > MAX_DEPTH ||
        fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        c->ended->files_complete = 0;
        return;
    }
    memcpy(c->path + prefix, name, length);
    size_t path_bytes = prefix + length;
    if (S_ISREG(st.st_mode)) {
        collect_file(c, directory, name, path_bytes);
    } else if (S_ISLNK(st.st_mode)) {
        collect_link(c, directory, name, path_bytes, st.st_mode);
    } else if (S_ISDIR(st.st_mode)) {
        int below = open_dir_at(directory, name);
        c->path[path_bytes] = '/';
        collect_dir(c, below, path_bytes + 1, depth + 1);
        wire_close(&below);
    } else {
        c->ended->files_complete = 0;
    }
}

static void collect_dir(struct collector *c, int directory, size_t prefix, unsigned int depth)
{
    DIR *stream = directory >= 0 ? open_stream(directory) : NULL;
    if (!stream)
        c->ended->files_complete = 0;
    struct dirent *entry;
    while (stream && (entry = readdir(stream))) {
        if (is_dot(entry->d_name))
            continue;
        if (is_full(c)) {
            c->ended->files_complete = 0;
            break;
        }
        c->entries++;
        collect_entry(c, directory, entry->d_name, prefix, depth);
    }
    if (stream)
        closedir(stream);
}

int scratch_collect(int directory, struct wire_ended *ended)
{
    struct collector c = { .ended = ended };
    ended->files_complete = 1;
    collect_dir(&c, directory, 0, 0);
    int fd = wire_memfd("files", c.records.ptr, c.records.len);
    buf_free(&c.records);
    return fd;
}
