/*
 * harness.c — the Python modules that run beside the user's program, as sandbox_open() wants them.
 * Their text is embedded by the build under its file name; a module's name is that without `.py`.
 * The table is filled once, before main(), because its rows come from another translation unit. Here the
 * sandbox is opened with them, too.
 */
#include "hasten/verify.h"

extern const struct embedded_file embedded_harness[];
extern const size_t embedded_harness_count;

struct sandbox_module verify_harness[VERIFY_HARNESS_MAX];
size_t verify_harness_count;

__attribute__((constructor)) static void fill_table(void)
{
    static char names[VERIFY_HARNESS_MAX][32];
    for (size_t i = 0; i < embedded_harness_count && i < VERIFY_HARNESS_MAX; i++) {
        str file = str_from(embedded_harness[i].name);
        str module = str_slice(file, 0, file.len - 3);
        for (size_t k = 0; k < module.len && k + 1 < sizeof(names[i]); k++)
            names[i][k] = module.ptr[k];
        verify_harness[i] = (struct sandbox_module){ names[i], embedded_harness[i].content };
        verify_harness_count++;
    }
}

enum status verify_open_sandbox(const struct config *config, struct sandbox **ret,
                                struct error *err)
{
    const struct sandbox_config settings = {
        .python = config->python,
        .landlock_abi_cap = (int) config->sandbox_landlock_abi,
        .cgroup = config->sandbox_cgroup,
        .namespaces = config->sandbox_namespaces != 0,
        .memory_bytes = (uint64_t) config->sandbox_memory << 20,
        .modules = verify_harness,
        .module_count = verify_harness_count,
    };
    return sandbox_open(&settings, ret, err);
}
