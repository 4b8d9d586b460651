/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* As a kit's header has them. */
#pragma clang system_header

static inline ULONG ReadUlongOfAny(const volatile ULONG *Source)
{
    return *Source;
}

static inline void CopyText(char *To, const char *From)
{
    while (*From)
        *To++ = *From++;
}

static inline void FillPlain(char *To, ULONG Count)
{
    memset(To, 0, Count);
}
