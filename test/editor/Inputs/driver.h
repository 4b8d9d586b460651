/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>
