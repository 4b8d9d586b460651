/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A module of multipath I/O, read without the WDK.
 */
#include <dsm.h>
#include <mpiodisk.h>

static DSM_INIT_DATA Registered;

typedef struct _GROUP {
    EX_SPIN_LOCK Lock;
    ULONG PathCount;
    PCONTROLLER_INFO Controller;
} GROUP, *PGROUP;

NTSTATUS QueryPolicy(PGROUP Group, PDSM_Load_Balance_Policy_V2 Policy, ULONG Room)
{
    KIRQL irql = ExAcquireSpinLockShared(&Group->Lock);

    if (Room < FIELD_OFFSET(DSM_Load_Balance_Policy_V2, DSM_Paths) + Group->PathCount * sizeof(MPIO_DSM_Path_V2))
        return STATUS_BUFFER_TOO_SMALL; // expect: devlock-missing-release
    Policy->LoadBalancePolicy = DSM_LB_ROUND_ROBIN;
    Policy->DSM_Paths[0].PrimaryPath = Policy->DSM_Paths[0].FailedPath == 0;
    ExReleaseSpinLockShared(&Group->Lock, irql);
    return STATUS_SUCCESS;
}

ULONGLONG PathOf(PGROUP Group, PIRP Irp)
{
    PMPIO_PASS_THROUGH_PATH_EX path = Irp->AssociatedIrp.SystemBuffer;
    PSCSI_PASS_THROUGH_EX through = (PSCSI_PASS_THROUGH_EX)((PUCHAR)path + path->PassThroughOffset);
    KIRQL irql = ExAcquireSpinLockExclusive(&Group->Lock);
    ULONGLONG id = through->StorAddressLength < sizeof(STOR_ADDRESS) ? 0 : path->MpioPathId;

    Registered.DsmVersion.MajorVersion++;
    ExReleaseSpinLockExclusive(&Group->Lock, irql);
    return id;
}
