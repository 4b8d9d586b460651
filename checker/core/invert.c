/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Operators backwards. See invert.h.
 */
#include "invert.h"

/* The number with which an odd one multiplies to 1: Newton's iteration, which doubles the right bits each time. */
static uint64_t inverse_of_odd(uint64_t odd)
{
    uint64_t inverse = odd; /* right in three bits */
    for (int bits = 3; bits < 64; bits *= 2)
        inverse *= 2 - odd * inverse;
    return inverse;
}

static bool invert_mul(unsigned width, uint64_t target, uint64_t other, uint64_t *mine)
{
    if (other == 0)
        return target == 0;
    unsigned zeros = (unsigned)__builtin_ctzll(other);
    if (target & term_mask(zeros))
        return false;
    uint64_t counts = term_mask(width - zeros);
    *mine = ((target >> zeros) * inverse_of_odd(other >> zeros) & counts) | (*mine & ~counts);
    return true;
}

static bool invert_and(uint64_t target, uint64_t other, uint64_t *mine)
{
    *mine = (*mine & ~other) | target;
    return (target & ~other) == 0;
}

static bool invert_or(uint64_t target, uint64_t other, uint64_t *mine)
{
    *mine = (*mine & other) | (target & ~other);
    return (other & ~target) == 0;
}

/* The number of places to shift by, by trying. */
static bool invert_places(term_op op, unsigned width, uint64_t target, uint64_t shifted, uint64_t *mine)
{
    uint64_t sign = op == TERM_ASHR && shifted >> (width - 1) ? term_mask(width) : 0;
    for (unsigned k = 0; k < width; k++) {
        uint64_t high = term_mask(width) & ~(term_mask(width) >> k);
        uint64_t is = op == TERM_SHL ? shifted << k & term_mask(width) : shifted >> k | (sign & high);
        if (is == target) {
            *mine = k;
            return true;
        }
    }
    return false;
}

static bool invert_shift(term_op op, unsigned width, uint64_t target, uint64_t places, uint64_t *mine)
{
    if (places >= width)
        return false;
    uint64_t mask = term_mask(width), low = term_mask((unsigned)places), high = mask & ~(mask >> places);
    if (op == TERM_SHL) {
        *mine = target >> places | (*mine & high);
        return (target & low) == 0;
    }
    *mine = (target << places & mask) | (*mine & low);
    bool sign = op == TERM_ASHR && target >> (width - 1 - places) & 1;
    return (target & high) == (sign ? high : 0);
}

static bool invert_division(unsigned width, int side, uint64_t target, uint64_t other, uint64_t *mine)
{
    if (side == 0) {
        *mine = target * other & term_mask(width);
        return other && *mine / other == target;
    }
    if (target == 0) {
        *mine = other + 1;
        return other < term_mask(width);
    }
    *mine = other / target;
    return *mine && other / *mine == target;
}

static bool invert_remainder(unsigned width, int side, uint64_t target, uint64_t other, uint64_t *mine)
{
    if (side == 0) {
        uint64_t nearest = other ? *mine - *mine % other + target : 0;
        *mine = nearest > term_mask(width) ? target : nearest;
        return target < other;
    }
    if (other == target)
        *mine = *mine > target ? *mine : target + 1;
    else
        *mine = other - target;
    return other >= target && *mine > target && *mine <= term_mask(width);
}

bool invert_binary(term_op op, unsigned width, int side, uint64_t target, uint64_t other, uint64_t *mine)
{
    uint64_t mask = term_mask(width);
    switch (op) {
    case TERM_ADD:
        *mine = (target - other) & mask;
        return true;
    case TERM_SUB:
        *mine = (side == 0 ? target + other : other - target) & mask;
        return true;
    case TERM_BIT_XOR:
        *mine = target ^ other;
        return true;
    case TERM_MUL:
        return invert_mul(width, target, other, mine);
    case TERM_BIT_AND:
        return invert_and(target, other, mine);
    case TERM_BIT_OR:
        return invert_or(target, other, mine);
    case TERM_SHL:
    case TERM_LSHR:
    case TERM_ASHR:
        return side == 0 ? invert_shift(op, width, target, other, mine) : invert_places(op, width, target, other, mine);
    case TERM_UDIV:
        return invert_division(width, side, target, other, mine);
    case TERM_UREM:
        return invert_remainder(width, side, target, other, mine);
    default: /* signed division: as if unsigned, which is right where no operand is negative */
        return op == TERM_SDIV   ? invert_division(width, side, target, other, mine)
               : op == TERM_SREM ? invert_remainder(width, side, target, other, mine)
                                 : false;
    }
}
