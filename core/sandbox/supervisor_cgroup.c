/*
 * supervisor_cgroup.c — one count for all processes of a run (cgroup v2).
 *
 * Rlimits count each process by itself, so a program that may fork could take its limits many times
 * over. Where a directory of the cgroup v2 tree was delegated to us, each run of the parallel profile
 * lives in a group of its own with memory.max and pids.max; the kernel adds up what its processes
 * take and gives it back at the end, and cgroup.kill ends them all at once. Single processes gain
 * nothing from it and are spared the cost of a directory.
 *
 * Delegated means that it works: the directory is on a cgroup2 file system, its children may have the
 * memory and pids controllers, and a child that we make takes both limits. Otherwise runs go without,
 * and no answer lists the layer. The child moves itself (writes "0" to the descriptor that it is handed,
 * child.c) before anything can fork, and reports the layer only when the kernel has taken it in.
 *
 * Groups are named hasten-PID-N after the supervisor; those of supervisors that are gone are removed.
 */
#include "supervisor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define OURS "hasten-"
#define GROUP_NAME 48
#define TEXT_ROOM 512

/* ---- files of a group ------------------------------------------------------------------------ */

static bool put(int directory, const char *name, const char *text)
{
    int fd = openat(directory, name, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = write(fd, text, strlen(text)) == (ssize_t) strlen(text);
    close(fd);
    return ok;
}

static bool get(int directory, const char *name, char text[TEXT_ROOM])
{
    int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, TEXT_ROOM - 1);
    wire_close(&fd);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)); at += length) {
        bool begins = at == text || at[-1] == ' ';
        if (begins && (at[length] == '\0' || at[length] == ' ' || at[length] == '\n'))
            return true;
    }
    return false;
}

/* The number behind "name " at the start of a line; 0 without. */
static uint64_t row(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return strtoull(line + length, NULL, 10);
    }
    return 0;
}

/* ---- the delegated directory ----------------------------------------------------------------- */

static void name_group(char name[GROUP_NAME], uint32_t index)
{
    snprintf(name, GROUP_NAME, OURS "%d-%u", (int) getpid(), index);
}

static void sweep(int root)
{
    int fd = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (strncmp(entry->d_name, OURS, strlen(OURS)) != 0)
            continue;
        long pid = strtol(entry->d_name + strlen(OURS), NULL, 10);
        if (pid > 0 && kill((pid_t) pid, 0) != 0 && errno == ESRCH)
            unlinkat(root, entry->d_name, AT_REMOVEDIR);
    }
    if (directory)
        closedir(directory);
}

static bool has_controllers(int root)
{
    char text[TEXT_ROOM];
    if (!get(root, "cgroup.subtree_control", text))
        text[0] = '\0'; /* an empty file, as a rule */
    if (has_word(text, "memory") && has_word(text, "pids"))
        return true;
    return put(root, "cgroup.subtree_control", "+memory +pids"); /* EBUSY: processes live in it */
}

bool cgroup_adopt(struct cgroup *cgroup, const char *directory)
{
    cgroup->root = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (cgroup->root < 0)
        return false;
    int probe = has_controllers(cgroup->root) ? cgroup_make(cgroup, 0, 1u << 30, 64) : -1;
    if (probe < 0) {
        wire_close(&cgroup->root);
        return false;
    }
    cgroup_discard(cgroup, probe, 0);
    sweep(cgroup->root);
    return true;
}

static bool is_cgroup2(const char *directory)
{
    struct statfs fs;
    return statfs(directory, &fs) == 0 && fs.f_type == CGROUP2_SUPER_MAGIC;
}

static bool find_own(char path[TEXT_ROOM])
{
    char room[TEXT_ROOM];
    str group = cgroup_own(room, sizeof(room));
    for (size_t i = 0; group.ptr && i < CGROUP_MOUNTS; i++) {
        int n = snprintf(path, TEXT_ROOM, "%s%.*s", cgroup_mounts[i], STR_ARG(group));
        if (n < TEXT_ROOM && is_cgroup2(path))
            return true;
    }
    return false;
}

void cgroup_open(struct cgroup *cgroup, const char *directory)
{
    char own[TEXT_ROOM];
    *cgroup = (struct cgroup){ .root = -1 };
    if (directory[0] == '\0')
        directory = find_own(own) ? own : "";
    if (is_cgroup2(directory))
        cgroup_adopt(cgroup, directory);
}

void cgroup_close(struct cgroup *cgroup)
{
    wire_close(&cgroup->root);
}

/* ---- the group of a run ---------------------------------------------------------------------- */

int cgroup_make(struct cgroup *cgroup, uint32_t index, uint64_t memory_bytes, uint32_t tasks)
{
    char name[GROUP_NAME], bytes[32], count[32];
    if (cgroup->root < 0)
        return -1;
    name_group(name, index);
    snprintf(bytes, sizeof(bytes), "%llu", (unsigned long long) memory_bytes);
    snprintf(count, sizeof(count), "%u", tasks);
    if (mkdirat(cgroup->root, name, 0755) != 0 && errno != EEXIST)
        return -1;
    int group = openat(cgroup->root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (group >= 0 && put(group, "memory.max", bytes) && put(group, "pids.max", count)) {
        put(group, "memory.swap.max", "0"); /* only where swap is counted */
        return group;
    }
    if (group >= 0)
        cgroup_discard(cgroup, group, index);
    return -1;
}

int cgroup_entrance(int group)
{
    return openat(group, "cgroup.procs", O_WRONLY | O_CLOEXEC);
}

void cgroup_kill(int group)
{
    put(group, "cgroup.kill", "1"); /* since Linux 5.14 */
}

void cgroup_add_usage(int group, struct wire_ended *ended)
{
    char text[TEXT_ROOM];
    if (get(group, "cpu.stat", text) && row(text, "usage_usec") > 0) {
        ended->user_us = row(text, "user_usec");
        ended->system_us = row(text, "system_usec");
    }
    uint64_t peak = get(group, "memory.peak", text) ? strtoull(text, NULL, 10) : 0; /* since 5.19 */
    if (peak > ended->max_rss_bytes)
        ended->max_rss_bytes = peak;
}

void cgroup_discard(struct cgroup *cgroup, int group, uint32_t index)
{
    char name[GROUP_NAME];
    name_group(name, index);
    close(group);
    unlinkat(cgroup->root, name, AT_REMOVEDIR);
}
