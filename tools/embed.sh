#!/bin/sh
# embed.sh SYMBOL FILE... — prints a C file that defines
#   const struct embedded_file SYMBOL[] and const size_t SYMBOL_count
# with the bytes of each file under its base name.
set -eu
symbol=$1
shift
printf '#include "hasten/base.h"\n\n'
printf 'extern const struct embedded_file %s[];\nextern const size_t %s_count;\n\n' "$symbol" "$symbol"
n=0
for file in "$@"; do
    printf 'static const unsigned char data_%d[] = {\n' "$n"
    od -An -v -tx1 "$file" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    printf '0 };\n'
    n=$((n + 1))
done
printf 'const struct embedded_file %s[] = {\n' "$symbol"
n=0
for file in "$@"; do
    printf '    { "%s", { (const char *) data_%d, sizeof(data_%d) - 1 } },\n' "$(basename "$file")" "$n" "$n"
    n=$((n + 1))
done
printf '    { NULL, { NULL, 0 } },\n};\nconst size_t %s_count = %d;\n' "$symbol" "$n"
