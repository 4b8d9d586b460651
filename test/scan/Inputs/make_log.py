# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A log of commands as MSBuild leaves it: make_log.py FILE ENCODING."""
import pathlib
import sys

TEXT = r"""^D:\BUILDS\7\LOGGED\SRC\LOGGED.C|D:\BUILDS\7\LOGGED\SRC\GONE.C
/c /I"D:\BUILDS\7\LOGGED\INC" /ID:\WDK\INC /I . /W4 /DONE /D "TWO=2" /D THREE /UTHREE /Fo"X64\RELEASE\\" /FID:\BUILDS\7\LOGGED\INC\WARNING.H /Gz D:\BUILDS\7\LOGGED\SRC\LOGGED.C
^D:\BUILDS\7\ELSEWHERE\OTHER.C
/c /DNEVER D:\BUILDS\7\ELSEWHERE\OTHER.C
"""
path = pathlib.Path(sys.argv[1])
path.parent.mkdir(parents=True, exist_ok=True)
path.write_bytes(TEXT.replace("\n", "\r\n").encode(sys.argv[2]))
