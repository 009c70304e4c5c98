/* Delivery of the result: the file a link points to is replaced, the link and the mode stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/cli/deliver.h"

static void test_deliver__a_link_stays_a_link(void **state)
{
    (void) state;
    char directory[] = "/tmp/hasten-deliver-XXXXXX", file[64], link[64], text[8] = "";
    struct stat info;
    struct error err;
    assert_non_null(mkdtemp(directory));
    snprintf(file, sizeof(file), "%s/file", directory);
    snprintf(link, sizeof(link), "%s/link", directory);
    int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
    assert_true(fd >= 0 && fchmod(fd, 0640) == 0 && close(fd) == 0);
    assert_int_equal(symlink("file", link), 0);

    struct options o = { .file = link, .write = true };
    assert_int_equal(deliver(&o, S("new"), true, &err), STATUS_OK);

    assert_true(lstat(link, &info) == 0 && S_ISLNK(info.st_mode));
    assert_true(lstat(file, &info) == 0 && (info.st_mode & 0777) == 0640);
    fd = open(file, O_RDONLY | O_CLOEXEC);
    assert_int_equal(read(fd, text, sizeof(text) - 1), 3);
    assert_string_equal(text, "new");
    close(fd);
    assert_true(unlink(link) == 0 && unlink(file) == 0 && rmdir(directory) == 0);
}

static void test_deliver__what_cannot_be_written_is_an_error(void **state)
{
    (void) state;
    struct error err;
    struct options o = { .output = "/nonexistent/file" };
    assert_int_equal(deliver(&o, S("new"), true, &err), STATUS_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deliver__a_link_stays_a_link),
        cmocka_unit_test(test_deliver__what_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
