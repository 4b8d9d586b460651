/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "../../scan/Inputs/port.h"

/* What stands in a source must not become a part of the page. </code><script>document.title = "run"</script> */
VP_STATUS Markup(PVOID Extension, ULONG Mode, PCSTR Text)
{
    VideoPortAcquireDeviceLock(Extension);
    if (Mode > 3 && Text != NULL && Text[0] == '<' && Text[1] == '&') { /* <img src=x onerror=alert(1)> & "quotes" ä */
        return ERROR_INVALID_PARAMETER; // </div><b>bold
    }
    VideoPortReleaseDeviceLock(Extension);
    return NO_ERROR;
}
