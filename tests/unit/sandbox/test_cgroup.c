/* Control groups, in a directory that only looks like a cgroup2 file system: what is written where, and
 * that anything less than both limits means none. */
#include "slot.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/sandbox/supervisor.h"

static char root[64];

static void put_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void expect_file(const char *name, const char *text)
{
    char path[256], found[256] = "";
    snprintf(path, sizeof(path), "%s/%s", root, name);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = fread(found, 1, sizeof(found) - 1, f);
    found[n] = '\0';
    fclose(f);
    assert_string_equal(found, text);
}

/* A kernel would fill a new group with these files. */
static void make_group(uint32_t index, bool with_pids)
{
    static const char *const files[] = { "memory.max", "memory.swap.max", "cgroup.procs", "cgroup.kill",
                                         "cpu.stat", "memory.peak", "pids.max" };
    char name[128];
    snprintf(name, sizeof(name), "%s/hasten-%d-%u", root, (int) getpid(), index);
    mkdir(name, 0700);
    for (size_t i = 0; i < ARRAY_LEN(files) - !with_pids; i++) {
        snprintf(name, sizeof(name), "hasten-%d-%u/%s", (int) getpid(), index, files[i]);
        put_file(name, "");
    }
}

static int make_root(void **state)
{
    (void) state;
    snprintf(root, sizeof(root), "/tmp/hasten-group-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static void remove_tree(const char *path)
{
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        char inner[512];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (unlink(inner) != 0)
            remove_tree(inner);
    }
    if (directory)
        closedir(directory);
    rmdir(path);
}

static int remove_root(void **state)
{
    (void) state;
    remove_tree(root);
    return 0;
}

static void test_cgroup__limits_and_usage(void **state)
{
    (void) state;
    struct cgroup cgroup;
    char name[64];
    put_file("cgroup.subtree_control", "");
    make_group(0, true);
    make_group(5, true);
    assert_true(cgroup_adopt(&cgroup, root));
    expect_file("cgroup.subtree_control", "+memory +pids");
    int group = cgroup_make(&cgroup, 5, 123456789, 83);
    assert_true(group >= 0);
    snprintf(name, sizeof(name), "hasten-%d-5/", (int) getpid());
    char path[128];
    const struct { const char *file, *text; } written[] = {
        { "memory.max", "123456789" }, { "memory.swap.max", "0" }, { "pids.max", "83" } };
    for (size_t i = 0; i < ARRAY_LEN(written); i++) {
        snprintf(path, sizeof(path), "%s%s", name, written[i].file);
        expect_file(path, written[i].text);
    }
    int entrance = cgroup_entrance(group);
    assert_int_equal(write(entrance, "0", 1), 1);
    close(entrance);
    cgroup_kill(group);
    snprintf(path, sizeof(path), "%scgroup.kill", name);
    expect_file(path, "1");

    struct wire_ended ended = { .user_us = 1, .system_us = 2, .max_rss_bytes = 5000 };
    cgroup_add_usage(group, &ended); /* files that say nothing change nothing */
    assert_int_equal(ended.user_us, 1);
    snprintf(path, sizeof(path), "%scpu.stat", name);
    put_file(path, "usage_usec 70\nuser_usec 50\nsystem_usec 20\nnr_periods 0\n");
    snprintf(path, sizeof(path), "%smemory.peak", name);
    put_file(path, "8192\n");
    cgroup_add_usage(group, &ended);
    assert_int_equal(ended.user_us, 50);
    assert_int_equal(ended.system_us, 20);
    assert_int_equal(ended.max_rss_bytes, 8192);
    cgroup_discard(&cgroup, group, 5);
    cgroup_close(&cgroup);
}

static void test_cgroup__all_or_nothing(void **state)
{
    (void) state;
    struct cgroup cgroup;
    assert_false(cgroup_adopt(&cgroup, "/nonexistent"));
    make_group(0, false);
    assert_false(cgroup_adopt(&cgroup, root)); /* no controllers can be had */
    put_file("cgroup.subtree_control", "cpu memory pids\n");
    assert_false(cgroup_adopt(&cgroup, root)); /* the group takes one limit only */
    assert_int_equal(cgroup.root, -1);
    assert_int_equal(cgroup_make(&cgroup, 1, 1, 1), -1);
    make_group(0, true);
    assert_true(cgroup_adopt(&cgroup, root));
    expect_file("cgroup.subtree_control", "cpu memory pids\n"); /* as it was */
    cgroup_close(&cgroup);
}

/* A plain directory is no control group, whatever the configuration says. */
static void test_cgroup__only_on_its_file_system(void **state)
{
    (void) state;
    struct cgroup cgroup;
    put_file("cgroup.subtree_control", "memory pids");
    make_group(0, true);
    cgroup_open(&cgroup, root);
    assert_int_equal(cgroup.root, -1);
}

static void test_cgroup__leftovers_are_removed(void **state)
{
    (void) state;
    struct cgroup cgroup;
    char dead[128], other[128];
    put_file("cgroup.subtree_control", "memory pids");
    make_group(0, true);
    snprintf(dead, sizeof(dead), "%s/hasten-999999999-3", root); /* beyond the largest pid */
    snprintf(other, sizeof(other), "%s/somebody", root);
    assert_int_equal(mkdir(dead, 0700) + mkdir(other, 0700), 0);
    assert_true(cgroup_adopt(&cgroup, root));
    assert_int_not_equal(access(dead, F_OK), 0);
    assert_int_equal(access(other, F_OK), 0);
    cgroup_close(&cgroup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cgroup__limits_and_usage, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_cgroup__all_or_nothing, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_cgroup__only_on_its_file_system, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_cgroup__leftovers_are_removed, make_root, remove_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
