/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The recorder of WPP tracing, without the WDK.
 */
#ifndef DEVLOCK_WDK_WPPRECORDER_H
#define DEVLOCK_WDK_WPPRECORDER_H

typedef PVOID RECORDER_LOG, *PRECORDER_LOG;
typedef struct _RECORDER_CONFIGURE_PARAMS {
    ULONG Size;
    BOOLEAN CreateDefaultLog;
} RECORDER_CONFIGURE_PARAMS, *PRECORDER_CONFIGURE_PARAMS;
typedef struct _RECORDER_LOG_CREATE_PARAMS {
    ULONG Size;
    RECORDER_LOG LogTypeReserved;
    ULONG TotalBufferSize, ErrorPartitionSize;
    CHAR LogIdentifier[16];
} RECORDER_LOG_CREATE_PARAMS, *PRECORDER_LOG_CREATE_PARAMS;
#define RECORDER_CONFIGURE_PARAMS_INIT(params)      ((void)((params)->Size = sizeof *(params)))
#define RECORDER_LOG_CREATE_PARAMS_INIT(params, id) ((void)((params)->Size = sizeof *(params)))

#ifdef __cplusplus
extern "C" {
#endif
VOID WppRecorderConfigure(PRECORDER_CONFIGURE_PARAMS Parameters);
NTSTATUS WppRecorderLogCreate(PRECORDER_LOG_CREATE_PARAMS Parameters, RECORDER_LOG *Log);
VOID WppRecorderLogDelete(RECORDER_LOG Log);
RECORDER_LOG WppRecorderLogGetDefault(VOID);
BOOLEAN WppRecorderIsDefaultLogAvailable(VOID);
#ifdef __cplusplus
}
#endif

#endif
