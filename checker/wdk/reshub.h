/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Connections to buses of the platform without the WDK: names of their devices, and descriptors as ACPI writes them.
 */
#ifndef DEVLOCK_WDK_RESHUB_H
#define DEVLOCK_WDK_RESHUB_H

#define RESOURCE_HUB_PATH_SIZE  128
#define RESOURCE_HUB_PATH_CHARS (RESOURCE_HUB_PATH_SIZE / sizeof(WCHAR))

typedef struct _PNP_SERIAL_BUS_DESCRIPTOR {
    UCHAR Tag;
    USHORT Length;
    UCHAR RevisionId, ResourceSourceIndex, SerialBusType, GeneralFlags;
    USHORT TypeSpecificFlags;
    UCHAR TypeSpecificRevisionId;
    USHORT TypeDataLength;
} PNP_SERIAL_BUS_DESCRIPTOR, *PPNP_SERIAL_BUS_DESCRIPTOR;
#define SERIAL_BUS_DESCRIPTOR 0x8e

typedef struct _RH_QUERY_CONNECTION_PROPERTIES_INPUT_BUFFER {
    ULONG Version, QueryType;
    union {
        LARGE_INTEGER ConnectionId;
        struct {
            ULONG LowPart, HighPart;
        };
    } u;
} RH_QUERY_CONNECTION_PROPERTIES_INPUT_BUFFER, *PRH_QUERY_CONNECTION_PROPERTIES_INPUT_BUFFER;
typedef struct _RH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER {
    ULONG PropertiesLength;
    UCHAR ConnectionProperties[ANYSIZE_ARRAY];
} RH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER, *PRH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER;

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS RESOURCE_HUB_CREATE_PATH_FROM_ID(PUNICODE_STRING Path, ULONG LowPart, ULONG HighPart);
NTSTATUS RESOURCE_HUB_ID_FROM_FILE_NAME(PCWSTR FileName, PLARGE_INTEGER Id);
#ifdef __cplusplus
}
#endif

#endif
