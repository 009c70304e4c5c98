/*
 * test_files.c — the database as a file: migrations, files that are not ours, damage, a full
 * disk.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "core/store/migrate.h"
#include "tests/unit/store/store_test.h"

/* Runs SQL on the closed database, as somebody else would. */
static void meddle(struct fixture *f, const char *sql)
{
    struct db *db;
    struct error err = { 0 };
    if (db_open(&sqlite_driver, f->path, DB_WRITER, &db, &err) || db_script(db, sql, &err))
        fail_msg("%s", err.detail);
    db_close(db);
}

static void close_store(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
}

static void assert_refused(struct fixture *f, const char *reason)
{
    struct error err = { 0 };
    struct store *store;
    assert_int_equal(store_open(f->path, &store, &err), STATUS_STORE);
    if (str_find(str_from(err.detail), str_from(reason)) == SIZE_MAX)
        fail_msg("\"%s\" does not say \"%s\"", err.detail, reason);
}

/* ---- migrations ----------------------------------------------------------------------- */

static const struct embedded_file steps[] = {
    { "0001_a.sql", S_INIT("CREATE TABLE a (x BIGINT); INSERT INTO a VALUES (1);") },
    { "0002_b.sql", S_INIT("UPDATE a SET x = x + 1;") },
    { "0003_c.sql", S_INIT("UPDATE a SET x = x * 10; NOT SQL AT ALL;") },
};

static const char select_x[] = "SELECT x FROM a";

static int64_t read_x(struct db *db)
{
    struct query query = { 0 };
    bool row = false;
    assert_int_equal(query_start(&query, db, select_x, NO_BINDS, NULL), STATUS_OK);
    assert_int_equal(query_next(&query, &row, NULL), STATUS_OK);
    assert_true(row);
    int64_t x = query_int(&query, 0);
    query_end(&query);
    return x;
}

static struct db *open_scratch(struct fixture *f)
{
    struct db *db;
    close_store(f);
    assert_int_equal(unlink(f->path), 0);
    assert_int_equal(db_open(&sqlite_driver, f->path, DB_WRITER, &db, NULL), STATUS_OK);
    return db;
}

static void test_migrate__applies_each_once(void **state)
{
    struct db *db = open_scratch(*state);
    int version = 0;
    assert_int_equal(migrate(db, steps, 1, 1, &version, NULL), STATUS_OK);
    assert_int_equal(version, 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(migrate(db, steps, 2, 1, &version, NULL), STATUS_OK);
        assert_int_equal(version, 2);
        assert_int_equal(read_x(db), 2);
    }
    db_close(db);
}

static void test_migrate__a_broken_one_leaves_nothing(void **state)
{
    struct db *db = open_scratch(*state);
    struct error err = { 0 };
    int version = 0;
    assert_int_equal(migrate(db, steps, 3, 1, &version, &err), STATUS_STORE);
    assert_true(str_find(str_from(err.detail), S("0003_c.sql")) != SIZE_MAX);
    assert_int_equal(migrate(db, steps, 2, 1, &version, NULL), STATUS_OK);
    assert_int_equal(read_x(db), 2);
    db_close(db);
}

static void test_migrate__a_changed_one_is_refused(void **state)
{
    struct db *db = open_scratch(*state);
    const struct embedded_file edited[] = { { "0001_a.sql", S_INIT("SELECT 1;") } };
    struct error err = { 0 };
    assert_int_equal(migrate(db, steps, 1, 1, NULL, NULL), STATUS_OK);
    assert_int_equal(migrate(db, edited, 1, 1, NULL, &err), STATUS_STORE);
    assert_true(str_find(str_from(err.detail), S("was changed")) != SIZE_MAX);
    db_close(db);
}

static void test_migrate__a_newer_database_is_refused(void **state)
{
    struct fixture *f = *state;
    int version = 0;
    assert_int_equal(store_migrate(f->path, &version, NULL), STATUS_OK);
    assert_int_equal(version, (int) embedded_migrations_count);
    close_store(f);
    meddle(f, "INSERT INTO schema_migrations"
              " SELECT max(version) + 1, 'x', 'x', 0 FROM schema_migrations");
    assert_refused(f, "run a newer hasten");
    meddle(f, "DELETE FROM schema_migrations WHERE version = 1");
    assert_refused(f, "hole");
    meddle(f, "DELETE FROM schema_migrations");
    assert_refused(f, "0001_jobs.sql failed"); /* the tables are there already */
}

/* ---- files that are not ours ---------------------------------------------------------- */

static void overwrite(struct fixture *f, const char *content, size_t n)
{
    close_store(f);
    int fd = open(f->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, n), (ssize_t) n);
    close(fd);
}

static void test_store__not_a_database(void **state)
{
    struct fixture *f = *state;
    static const char text[] =
        "This is a letter to my aunt, who keeps no databases. It is long "
        "enough to be read as a header of one hundred bytes, and it is not.";
    overwrite(f, text, sizeof(text));
    assert_refused(f, "not a database");
}

static void test_store__of_another_program(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    meddle(f, "PRAGMA application_id = 0");
    assert_refused(f, "of another program");
    /* meddle() itself is now refused the same way, so the file is safe from us. */
    struct db *db;
    assert_int_equal(db_open(&sqlite_driver, f->path, DB_WRITER, &db, NULL), STATUS_STORE);
}

static void test_store__unusable_paths(void **state)
{
    static const char *const paths[] = { "", ":memory:", "/", "/nonexistent/x.db",
                                         "/proc/x.db" };
    struct store *store;
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct error err = { 0 };
        assert_int_equal(store_open(paths[i], &store, &err), STATUS_STORE);
        assert_true(err.detail[0] != '\0');
    }
}

static void test_store__damaged_pages(void **state)
{
    struct fixture *f = *state;
    struct job_row row, job = insert_job(f, S("{}"));
    struct job_page page;
    struct stat info;
    close_store(f);
    assert_int_equal(stat(f->path, &info), 0);
    char *garbage = xmalloc((size_t) info.st_size - 4096);
    memset(garbage, 0xA5, (size_t) info.st_size - 4096);
    int fd = open(f->path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_true(pwrite(fd, garbage, (size_t) info.st_size - 4096, 4096) > 0);
    close(fd);
    free(garbage);
    struct error err = { 0 };
    if (store_open(f->path, &f->store, &err)) {
        assert_int_equal(err.status, STATUS_STORE);
        return;
    }
    assert_int_equal(store_job_get(f->store, job.id, true, f->arena, &row, NULL), STATUS_STORE);
    assert_int_equal(store_job_list(f->store, -1, S(""), 5, f->arena, &page, NULL),
                     STATUS_STORE);
    assert_int_equal(claim_job(f, "w", &row), STATUS_STORE);
}

static void test_store__file_is_private(void **state)
{
    struct fixture *f = *state;
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock" };
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        struct stat info;
        char path[128];
        snprintf(path, sizeof(path), "%s%s", f->path, suffixes[i]);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
}

/* ---- rows that we never wrote --------------------------------------------------------- */

static void test_store__hostile_rows(void **state)
{
    struct fixture *f = *state;
    static const char *const meddlings[] = {
        "UPDATE jobs SET stage = CAST(x'ff00' AS TEXT)",
        "UPDATE jobs SET attempts = -5",
        "UPDATE jobs SET attempts = 99999999999",
        "UPDATE jobs SET owner = hex(zeroblob(5000))",
        "UPDATE jobs SET created_ms = -1",
        "UPDATE job_bodies SET request = CAST(x'c328' AS TEXT)",
        "UPDATE job_bodies SET result = CAST(x'610062' AS TEXT)",
        "DELETE FROM job_bodies",
    };
    for (size_t i = 0; i < ARRAY_LEN(meddlings); i++) {
        struct job_row row, job = insert_job(f, S("{}"));
        struct error err = { 0 };
        close_store(f);
        meddle(f, meddlings[i]);
        open_store(f);
        assert_int_equal(store_job_get(f->store, job.id, true, f->arena, &row, &err),
                         STATUS_INTERNAL);
        assert_true(err.detail[0] != '\0');
        close_store(f);
        meddle(f, "DELETE FROM jobs");
        open_store(f);
    }
}

/* It is claimed, fails, and after its attempts it is out of everybody's way. */
static void test_store__a_damaged_job_does_not_block_the_queue(void **state)
{
    struct fixture *f = *state;
    struct job_row row, bad = new_job(S("{}")), good = new_job(S("{}"));
    memcpy(bad.id, "01900000-0000-7000-8000-000000000001", UUID_LEN);
    assert_int_equal(store_job_insert(f->store, &bad, NULL), STATUS_OK);
    close_store(f);
    meddle(f, "DELETE FROM job_bodies");
    open_store(f);
    assert_int_equal(store_job_insert(f->store, &good, NULL), STATUS_OK);
    assert_int_equal(claim_job(f, "w", &row), STATUS_INTERNAL);
    assert_int_equal(claim_job(f, "w", &row), STATUS_OK);
    assert_string_equal(row.id, good.id);
    assert_int_equal(
        store_job_finish(f->store, good.id, S("w"), JOB_SUCCEEDED, S("r"), S(""), NULL),
        STATUS_OK);
    for (int i = 0; i < 2; i++) {
        test_now += LEASE;
        assert_int_equal(claim_job(f, "w", &row), STATUS_INTERNAL);
    }
    test_now += LEASE;
    assert_int_equal(claim_job(f, "w", &row), STATUS_NOT_FOUND);
    assert_int_equal(store_job_get(f->store, bad.id, false, f->arena, &row, NULL), STATUS_OK);
    assert_int_equal(row.state, JOB_FAILED);
    assert_counts(f, 0, 0);
}

/* ---- a full disk ---------------------------------------------------------------------- */

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* RLIMIT_FSIZE stands in for the end of the disk: write(2) fails in the middle of the log. */
static void test_store__full_disk_acknowledges_nothing(void **state)
{
    struct fixture *f = *state;
    char *filler = xmalloc(300000);
    memset(filler, 'x', 300000);
    struct job_row kept = insert_job(f, S("kept")), refused = new_job((str){ filler, 300000 });
    struct job_row row;
    struct error err = { 0 };
    signal(SIGXFSZ, SIG_IGN);
    limit_files(200000);
    assert_int_equal(store_job_insert(f->store, &refused, &err), STATUS_STORE);
    assert_true(err.detail[0] != '\0');
    assert_int_equal(store_ping(f->store, NULL), STATUS_STORE);
    assert_counts(f, 1, 0);
    limit_files(RLIM_INFINITY);

    assert_int_equal(store_job_get(f->store, refused.id, false, f->arena, &row, NULL),
                     STATUS_NOT_FOUND);
    assert_int_equal(store_job_insert(f->store, &refused, NULL), STATUS_OK);
    assert_int_equal(store_ping(f->store, NULL), STATUS_OK);
    close_store(f);
    open_store(f);
    assert_int_equal(get_job(f, kept.id).state, JOB_QUEUED);
    assert_int_equal(get_job(f, refused.id).request.len, 300000);
    assert_counts(f, 2, 0);
    free(filler);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_migrate__applies_each_once),
        TEST(test_migrate__a_broken_one_leaves_nothing),
        TEST(test_migrate__a_changed_one_is_refused),
        TEST(test_migrate__a_newer_database_is_refused),
        TEST(test_store__not_a_database),
        TEST(test_store__of_another_program),
        TEST(test_store__unusable_paths),
        TEST(test_store__damaged_pages),
        TEST(test_store__file_is_private),
        TEST(test_store__hostile_rows),
        TEST(test_store__a_damaged_job_does_not_block_the_queue),
        TEST(test_store__full_disk_acknowledges_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
