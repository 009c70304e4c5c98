/*
 * cores.c — how many processors this process may really use: those of its affinity mask, and no more
 * than the quota of its control group and of the groups around it lets run (cgroup v2, cpu.max: "quota
 * period" in microseconds, or "max"). A container that was given half a processor sees all of the
 * machine's in every other way of asking.
 */
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <unistd.h>

#include "hasten/base.h"

enum { PATH_ROOM = 4096 };

const char *const cgroup_mounts[CGROUP_MOUNTS] = { "/sys/fs/cgroup", "/sys/fs/cgroup/unified" };

/* A small file, or its start; "" when it cannot be read. NUL-terminated. */
static str read_start(const char *path, char *room, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, room, size - 1);
    if (fd >= 0)
        close(fd);
    str text = { room, n > 0 ? (size_t) n : 0 };
    room[text.len] = '\0';
    return text;
}

/* Processors that the quota of one group amounts to; infinite without a quota. */
static double quota_of(const char *directory)
{
    char path[PATH_ROOM + 16], line[64], *end;
    snprintf(path, sizeof(path), "%s/cpu.max", directory);
    if (read_start(path, line, sizeof(line)).len == 0)
        return INFINITY;
    double quota = strtod(line, &end);
    double period = end > line ? strtod(end, NULL) : 0;
    return quota > 0 && period > 0 ? quota / period : INFINITY;
}

uint32_t cores_under_quota(const char *root, str group, uint32_t most)
{
    double quota = INFINITY;
    for (;;) {
        char directory[PATH_ROOM];
        snprintf(directory, sizeof(directory), "%s%.*s", root, STR_ARG(group));
        quota = fmin(quota, quota_of(directory));
        if (group.len == 0)
            break;
        do
            group.len--;
        while (group.len > 0 && group.ptr[group.len] != '/');
    }
    /* What is left of a processor is worth a worker; none at all would be no answer. */
    double cores = ceil(fmin(quota, most));
    return cores >= 1 ? (uint32_t) cores : 1;
}

/* "/system.slice/hasten.service" out of the line "0::/system.slice/hasten.service". */
str cgroup_own(char *room, size_t size)
{
    str text = read_start("/proc/self/cgroup", room, size);
    while (text.len && !str_starts(text, S("0::"))) {
        size_t end = str_find(text, S("\n"));
        text = str_slice(text, end == SIZE_MAX ? text.len : end + 1, text.len);
    }
    if (text.len == 0)
        return (str){ 0 };
    str path = str_slice(text, 3, str_find(text, S("\n")));
    return str_equal(path, S("/")) ? S("") : path;
}

uint32_t cores_usable(void)
{
    char room[PATH_ROOM];
    cpu_set_t set;
    CPU_ZERO(&set);
    uint32_t cores = sched_getaffinity(0, sizeof(set), &set) == 0 ? (uint32_t) CPU_COUNT(&set) : 1;
    str group = cgroup_own(room, sizeof(room));
    for (size_t i = 0; i < CGROUP_MOUNTS; i++)
        cores = cores_under_quota(cgroup_mounts[i], group, cores);
    return cores;
}
