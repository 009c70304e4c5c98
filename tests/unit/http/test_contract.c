/*
 * test_contract.c — the route table and openapi.yaml name the same operations, both ways, and
 * agree on which of them need an API key and a body.
 *
 * The document is read by its layout (paths at two blanks, methods at four), which is also what
 * keeps it readable; tests/api/test_contract.py reads it as YAML and validates live answers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/http/api.h"

extern const struct embedded_file embedded_web[];

static const enum http_method documented_methods[] = { HTTP_GET, HTTP_POST, HTTP_PUT,
                                                       HTTP_PATCH, HTTP_DELETE };

static str document_paths(void)
{
    str text = embedded_web[0].content;
    size_t from = str_find(text, S("\npaths:\n")), to = str_find(text, S("\ncomponents:\n"));
    assert_true(from < to && to != SIZE_MAX);
    return str_slice(text, from + 7, to + 1);
}

/* From the line after `heading` up to the next line indented as little as it. */
static bool section(str text, const char *heading, size_t indent, str *ret)
{
    char line[128];
    snprintf(line, sizeof(line), "\n%*s%s:\n", (int) indent, "", heading);
    size_t at = str_find(text, str_from(line));
    if (at == SIZE_MAX)
        return false;
    str rest = str_slice(text, at + strlen(line) - 1, text.len);
    size_t end = 0;
    do {
        end++;
        size_t next = str_find(str_slice(rest, end, rest.len), S("\n"));
        end = next == SIZE_MAX ? rest.len : end + next;
    } while (end + indent + 1 < rest.len && strspn(rest.ptr + end + 1, " ") > indent);
    *ret = str_slice(rest, 0, end + 1);
    return true;
}

static bool operation(const char *path, enum http_method method, str *ret)
{
    char key[16];
    str of_path;
    if (!section(document_paths(), path, 2, &of_path))
        return false;
    snprintf(key, sizeof(key), "%s", http_method_name(method));
    for (char *c = key; *c; c++)
        *c = (char) (*c | 0x20);
    return section(of_path, key, 4, ret);
}

static bool has(str text, const char *part)
{
    return str_find(text, str_from(part)) != SIZE_MAX;
}

static void test_contract__every_route_is_documented(void **state)
{
    (void) state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        str text;
        if (!operation(route->path.ptr, route->method, &text))
            fail_msg("%s %s is not in openapi.yaml", http_method_name(route->method),
                     route->path.ptr);
        assert_int_equal(has(text, "security: []"), route->auth == OPEN);
        assert_int_equal(has(text, "\"401\":"), route->auth == API_KEY);
        assert_int_equal(has(text, "requestBody:"), route->limit == SUBMIT);
        assert_int_equal(has(text, "\"415\":"), route->limit == SUBMIT);
    }
}

static void test_contract__every_documented_operation_is_routed(void **state)
{
    (void) state;
    size_t documented = 0;
    str paths = document_paths();
    for (size_t m = 0; m < ARRAY_LEN(documented_methods); m++) {
        char line[16];
        snprintf(line, sizeof(line), "\n    %s:\n", http_method_name(documented_methods[m]));
        for (char *c = line + 5; *c != ':'; c++)
            *c = (char) (*c | 0x20);
        str rest = paths;
        for (size_t at; (at = str_find(rest, str_from(line))) != SIZE_MAX; documented++)
            rest = str_slice(rest, at + 1, rest.len);
    }
    /* Each route was found above, so equal numbers mean equal sets. */
    assert_int_equal(documented, route_count);
}

static void test_contract__no_route_is_listed_twice(void **state)
{
    (void) state;
    for (size_t i = 0; i < route_count; i++)
        for (size_t j = 0; j < i; j++)
            assert_false(routes[i].method == routes[j].method &&
                         str_equal(routes[i].path, routes[j].path));
}

static void test_contract__an_undocumented_operation_is_noticed(void **state)
{
    (void) state;
    str text;
    assert_false(operation("/healthz", HTTP_POST, &text));
    assert_false(operation("/nowhere", HTTP_GET, &text));
    assert_true(operation("/api/v1/jobs/{id}", HTTP_DELETE, &text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract__every_route_is_documented),
        cmocka_unit_test(test_contract__every_documented_operation_is_routed),
        cmocka_unit_test(test_contract__no_route_is_listed_twice),
        cmocka_unit_test(test_contract__an_undocumented_operation_is_noticed),
    };
    return cmocka_run_group_tests_name("contract", tests, NULL, NULL);
}
