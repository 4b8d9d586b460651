/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#define __AVX__ 1 /* or some versions of Clang leave these headers out themselves */
#define __AVX2__ 1
#include <ntddk.h>
#include <immintrin.h>

static KSPIN_LOCK Lock;

/* What vector routines give is not known; that they take no lock is. */
LONG FirstOf(const LONG *Values)
{
    KIRQL Level;
    LONG First;
    __m128i Four;

    KeAcquireSpinLock(&Lock, &Level);
    Four = _mm_loadu_si128((const __m128i *)Values);
    First = _mm_cvtsi128_si32(Four);
    _mm_lfence();
    if (First)
        return First;
    KeReleaseSpinLock(&Lock, Level);
    return 0;
}

__attribute__((target("avx2"))) LONG Wide(const LONG *Values)
{
    KIRQL Level;
    __m256i Eight;

    KeAcquireSpinLock(&Lock, &Level);
    Eight = _mm256_loadu_si256((const __m256i *)Values);
    if (_mm256_extract_epi32(Eight, 3))
        return 1;
    KeReleaseSpinLock(&Lock, Level);
    return 0;
}
