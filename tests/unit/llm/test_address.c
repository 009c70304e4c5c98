/* Which resolved addresses a provider's connection may go to. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/llm/llm_internal.h"

static enum address_class class_of(const char *text)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return address_classify((const struct sockaddr *) &in);
    assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
    return address_classify((const struct sockaddr *) &in6);
}

static void test_address__classes(void **state)
{
    static const struct {
        const char *text;
        enum address_class class;
    } cases[] = {
        { "8.8.8.8", ADDRESS_PUBLIC },          { "100.63.255.255", ADDRESS_PUBLIC },
        { "172.15.0.1", ADDRESS_PUBLIC },       { "172.32.0.1", ADDRESS_PUBLIC },
        { "2606:4700::1111", ADDRESS_PUBLIC },  { "2002:808:808::1", ADDRESS_PUBLIC },
        { "127.0.0.1", ADDRESS_PRIVATE },       { "127.255.0.9", ADDRESS_PRIVATE },
        { "10.1.2.3", ADDRESS_PRIVATE },        { "172.31.0.1", ADDRESS_PRIVATE },
        { "192.168.1.1", ADDRESS_PRIVATE },     { "100.64.0.1", ADDRESS_PRIVATE },
        { "::1", ADDRESS_PRIVATE },             { "fd00::1", ADDRESS_PRIVATE },
        { "::ffff:10.0.0.1", ADDRESS_PRIVATE }, { "64:ff9b::7f00:1", ADDRESS_PRIVATE },
        { "169.254.169.254", ADDRESS_FORBIDDEN }, { "::ffff:169.254.169.254", ADDRESS_FORBIDDEN },
        { "0.0.0.0", ADDRESS_FORBIDDEN },       { "224.0.0.1", ADDRESS_FORBIDDEN },
        { "255.255.255.255", ADDRESS_FORBIDDEN }, { "::", ADDRESS_FORBIDDEN },
        { "fe80::1", ADDRESS_FORBIDDEN },       { "ff02::1", ADDRESS_FORBIDDEN },
        { "2002:7f00:1::1", ADDRESS_FORBIDDEN }, { "::7f00:1", ADDRESS_FORBIDDEN },
    };
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (class_of(cases[i].text) != cases[i].class)
            fail_msg("%s", cases[i].text);
}

static void test_address__private_hosts(void **state)
{
    (void) state;
    assert_true(is_private_host(S("localhost")));
    assert_true(is_private_host(S("ollama")));
    assert_true(is_private_host(S("llm.internal")));
    assert_true(is_private_host(S("127.0.0.1")));
    assert_true(is_private_host(S("[::1]")));
    assert_false(is_private_host(S("")));
    assert_false(is_private_host(S("[zz]")));
    assert_false(is_private_host(S("api.example.com")));
    assert_false(is_private_host(S("8.8.8.8")));
    assert_false(is_private_host(S("169.254.169.254")));
    assert_false(is_private_host(S("localhost.example.com")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_address__classes),
        cmocka_unit_test(test_address__private_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
