/* Slices, arenas, errors, configuration, identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hasten/base.h"

static void test_str__slices(void **state)
{
    (void) state;
    assert_true(str_equal(str_slice(S("abc"), 1, 99), S("bc")));
    assert_true(str_equal(str_slice(S("abc"), 5, 2), S("")));
    assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(str_find(S("abc"), S("x")), SIZE_MAX);
    assert_true(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")));
    assert_true(str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
    assert_true(str_compare(S("a"), S("ab")) < 0 && str_compare(S("b"), S("ab")) > 0);
    assert_true(str_equal(str_trim(S(" \t x y\r\n")), S("x y")));
}

static void test_str__utf8(void **state)
{
    (void) state;
    assert_int_equal(str_invalid_utf8(S("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")), SIZE_MAX);
    assert_int_equal(str_invalid_utf8(S("a\xC0\x80")), 1);         /* overlong */
    assert_int_equal(str_invalid_utf8(S("\xED\xA0\x80")), 0);      /* surrogate */
    assert_int_equal(str_invalid_utf8(S("ab\xE2\x82")), 2);        /* cut short */
    assert_int_equal(str_invalid_utf8(S("\xF4\x90\x80\x80")), 0);  /* above U+10FFFF */
}

static void test_arena__zeroes_aligns_and_tells_when_over(void **state)
{
    (void) state;
    struct arena *a = arena_new(1000);
    for (int i = 0; i < 10; i++) {
        char *p = arena_alloc(a, 17);
        assert_int_equal((uintptr_t) p % 16, 0);
        for (int k = 0; k < 17; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xAA, 17);
    }
    assert_false(arena_over(a));
    assert_non_null(arena_alloc(a, 1 << 20));
    assert_true(arena_over(a));
    arena_free(a);
    arena_free(NULL);
}

static void test_arena__vectors_grow(void **state)
{
    (void) state;
    struct arena *a = arena_new(1 << 20);
    VEC(int) v = { 0 };
    for (int i = 0; i < 1000; i++)
        *VEC_PUSH(a, &v) = i;
    assert_int_equal(v.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(v.items[i], i);
    arena_free(a);
}

static void test_buf__grows_and_stays_terminated(void **state)
{
    (void) state;
    struct buf b = { 0 };
    assert_true(str_equal(buf_str(&b), S("")));
    for (int i = 0; i < 500; i++)
        buf_printf(&b, "%d,", i % 10);
    assert_int_equal(b.len, 1000);
    assert_int_equal(b.ptr[1000], 0);
    buf_clear(&b);
    buf_append(&b, S("x"));
    assert_string_equal(b.ptr, "x");
    buf_free(&b);
}

static void test_config__precedence_and_errors(void **state)
{
    (void) state;
    struct config c;
    struct error err;
    config_defaults(&c);
    assert_int_equal(c.listen_port, 8080);
    setenv("HASTEN_LISTEN_PORT", "0", 1);
    assert_int_equal(config_load_env(&c, &err), STATUS_OK);
    assert_int_equal(c.listen_port, 0);
    unsetenv("HASTEN_LISTEN_PORT");
    assert_int_equal(config_set(&c, S("listen_port"), S("65536"), &err), STATUS_CONFIG);
    assert_string_equal(err.field, "listen_port");
    assert_int_equal(config_set(&c, S("workers"), S("2x"), &err), STATUS_CONFIG);
    assert_int_equal(config_set(&c, S("nonsense"), S("1"), &err), STATUS_CONFIG);
    assert_int_equal(config_set(&c, S("llm_api_key"), S("sk-secret"), &err), STATUS_OK);
    struct buf out = { 0 };
    config_print(&c, &out);
    assert_null(strstr(out.ptr, "sk-secret"));
    buf_free(&out);
    config_release(&c);
}

static void test_config__a_file_that_cannot_be_read_is_an_error(void **state)
{
    (void) state;
    struct config c;
    struct error err;
    config_defaults(&c);
    assert_int_equal(config_load_file(&c, "/nonexistent", &err), STATUS_CONFIG);
    assert_int_equal(config_load_file(&c, "/", &err), STATUS_CONFIG); /* opens, then fails */
    config_release(&c);
}

static void test_uuid__is_time_ordered_and_valid(void **state)
{
    (void) state;
    char a[UUID_LEN + 1], b[UUID_LEN + 1];
    uuid_v7(a);
    uuid_v7(b);
    assert_true(uuid_is_valid(str_from(a)));
    assert_string_not_equal(a, b);
    assert_int_equal(a[14], '7');
    for (int i = 0; i < 5000; i++) { /* many a millisecond */
        uuid_v7(b);
        assert_true(strcmp(a, b) < 0);
        memcpy(a, b, sizeof(a));
    }
    assert_false(uuid_is_valid(S("0123456789abcdef0123456789abcdef0123")));
    assert_false(uuid_is_valid(S("x")));
}

static void test_sha256__known_answer(void **state)
{
    (void) state;
    char hex[65];
    sha256_hex(S("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_error__fills_place(void **state)
{
    (void) state;
    struct error err;
    assert_int_equal(error_at(&err, STATUS_INVALID_PYTHON, 3, 5, "bad %s", "thing"),
                     STATUS_INVALID_PYTHON);
    assert_int_equal(err.line, 3);
    assert_string_equal(err.detail, "bad thing");
    assert_int_equal(error_set(NULL, STATUS_IO, "ignored"), STATUS_IO);
    assert_int_equal(status_http(STATUS_INVALID_PYTHON), 422);
    assert_string_equal(status_code(STATUS_TOO_LARGE), "too_large");
}

static void write_quota(const char *directory, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/cpu.max", directory);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void test_cores__quotas_of_all_groups_count(void **state)
{
    (void) state;
    char root[] = "/tmp/hasten-cores-XXXXXX", outer[64], inner[64];
    assert_non_null(mkdtemp(root));
    snprintf(outer, sizeof(outer), "%s/a", root);
    snprintf(inner, sizeof(inner), "%s/a/b", root);
    assert_int_equal(mkdir(outer, 0700), 0);
    assert_int_equal(mkdir(inner, 0700), 0);
    assert_int_equal(cores_under_quota(root, S("/a/b"), 8), 8); /* no files, no quota */
    write_quota(inner, "max 100000\n");
    assert_int_equal(cores_under_quota(root, S("/a/b"), 8), 8);
    write_quota(outer, "250000 100000\n");
    assert_int_equal(cores_under_quota(root, S("/a/b"), 8), 3);
    assert_int_equal(cores_under_quota(root, S("/a/b"), 2), 2);
    assert_int_equal(cores_under_quota(root, S(""), 8), 8);
    write_quota(inner, "1000 100000\n");
    assert_int_equal(cores_under_quota(root, S("/a/b"), 8), 1);
    write_quota(inner, "nonsense");
    assert_int_equal(cores_under_quota(root, S("/a/b"), 8), 3);
    assert_true(cores_usable() >= 1);
    for (const char *const *d = (const char *const[]){ inner, outer, NULL }; *d; d++) {
        char path[128];
        snprintf(path, sizeof(path), "%s/cpu.max", *d);
        unlink(path);
        rmdir(*d);
    }
    rmdir(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_str__slices),
        cmocka_unit_test(test_str__utf8),
        cmocka_unit_test(test_arena__zeroes_aligns_and_tells_when_over),
        cmocka_unit_test(test_arena__vectors_grow),
        cmocka_unit_test(test_buf__grows_and_stays_terminated),
        cmocka_unit_test(test_config__precedence_and_errors),
        cmocka_unit_test(test_config__a_file_that_cannot_be_read_is_an_error),
        cmocka_unit_test(test_uuid__is_time_ordered_and_valid),
        cmocka_unit_test(test_sha256__known_answer),
        cmocka_unit_test(test_error__fills_place),
        cmocka_unit_test(test_cores__quotas_of_all_groups_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
