/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Envelopes around messages, so that damage is noticed before anything is believed; see private.h.
 *
 * Needs: a message, or bytes from anywhere. Leaves behind: the other. Cost: linear.
 */
#include "private.h"

#include <string.h>
#include <zlib.h>

#define ENVELOPE 16

static void put_number(uint8_t *to, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (uint8_t)(number >> 8 * i);
}

static uint32_t number_at(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

uint8_t *envelope_pack(const ProtobufCMessage *message, const char *magic, size_t *size)
{
    size_t length = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = must_allocate(ENVELOPE + length);
    memcpy(bytes, magic, 8);
    protobuf_c_message_pack(message, bytes + ENVELOPE);
    put_number(bytes + 8, (uint32_t)length);
    put_number(bytes + 12, (uint32_t)crc32(0, bytes + ENVELOPE, (uInt)length));
    *size = ENVELOPE + length;
    return bytes;
}

static bool is_whole(const char *magic, const uint8_t *bytes, size_t size, const char **error)
{
    if (size < ENVELOPE || memcmp(bytes, magic, 8) != 0)
        *error = "it is no capture";
    else if (number_at(bytes + 8) != size - ENVELOPE)
        *error = "it is cut off";
    else if (number_at(bytes + 12) != crc32(0, bytes + ENVELOPE, (uInt)(size - ENVELOPE)))
        *error = "it is damaged";
    else
        return true;
    return false;
}

static void *take_memory(void *arena, size_t size)
{
    return arena_take(arena, size);
}

static void keep_memory(void *arena, void *block)
{
    (void)arena, (void)block; /* it is freed with the arena */
}

void *envelope_unpack(const ProtobufCMessageDescriptor *type, arena *arena, const char *magic, const uint8_t *bytes,
                      size_t size, const char **error)
{
    ProtobufCAllocator allocator = {take_memory, keep_memory, arena};
    if (!is_whole(magic, bytes, size, error))
        return NULL;
    *error = "it is damaged";
    return protobuf_c_message_unpack(type, &allocator, size - ENVELOPE, bytes + ENVELOPE);
}
