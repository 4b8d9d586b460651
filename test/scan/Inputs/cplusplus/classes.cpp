// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Methods, members, bases, templates, lambdas, new and delete.
#include "preamble.h"

template <typename T> class Lock
{
  public:
    explicit Lock(T *ext) : m_ext(ext)
    {
    }
    void Enter()
    {
        VideoPortAcquireDeviceLock(m_ext);
        m_held = true;
    }
    void Leave()
    {
        VideoPortReleaseDeviceLock(m_ext);
        m_held = false;
    }
    ~Lock()
    {
        if (m_held)
            Leave();
    }

  private:
    T *m_ext;
    bool m_held = false;
};

void Template(Ext *ext)
{
    Lock<Ext> lock(ext);
    if (Ask())
        return;
    lock.Enter();
    if (Ask())
        return;
    lock.Leave();
    VideoPortReleaseDeviceLock(ext); // expect: devlock-double-release
}

struct Holder {
    Holder(Ext *ext, ULONG mode) : guard(ext), mode(mode)
    {
    }
    Guard guard;
    ULONG mode;
};

struct Derived : Holder {
    explicit Derived(Ext *ext) : Holder(ext, 4)
    {
    }
    ULONG more = 2;
};

void MemberOfBase(Ext *ext)
{
    {
        Derived derived(ext);
        ext->Mode = derived.mode + derived.more;
    }
    VideoPortAcquireDeviceLock(ext);
} // expect: devlock-missing-release

void NewAndDelete(Ext *ext)
{
    Guard *guard = new Guard(ext);
    ext->Mode = 1;
    delete guard;
}

void NewAndLeak(Ext *ext)
{
    Guard *guard = new Guard(ext);
    if (ext->Busy)
        return; // expect: devlock-missing-release
    delete guard;
}

void Lambda(Ext *ext)
{
    auto enter = [ext] { VideoPortAcquireDeviceLock(ext); };
    auto leave = [&] { VideoPortReleaseDeviceLock(ext); };
    enter();
    if (Ask())
        return; // expect: devlock-missing-release
    leave();
}

template <typename Function> void Locked(Ext *ext, Function work)
{
    Guard guard(ext);
    work(*ext); // expect: devlock-double-acquire
}

void Passed(Ext *ext)
{
    Locked(ext, [](Ext &inner) { inner.Mode = 1; });
    Locked(ext, [](Ext &inner) {
        VideoPortAcquireDeviceLock(&inner);
        VideoPortReleaseDeviceLock(&inner);
    });
}

void Reference(Ext &ext)
{
    Ext &same = ext;
    VideoPortAcquireDeviceLock(&ext);
    VideoPortReleaseDeviceLock(&same);
}

bool TryEnter(Ext *ext, bool &held)
{
    held = !ext->Busy;
    if (held)
        VideoPortAcquireDeviceLock(ext);
    return held;
}

void OutParameter(Ext *ext)
{
    bool held;
    TryEnter(ext, held);
    if (held)
        VideoPortReleaseDeviceLock(ext);
}

struct Movable {
    explicit Movable(PVOID ext) : m_ext(ext), m_held(true)
    {
        VideoPortAcquireDeviceLock(ext);
    }
    Movable(Movable &&other) : m_ext(other.m_ext), m_held(other.m_held)
    {
        other.m_held = false;
    }
    ~Movable()
    {
        if (m_held)
            VideoPortReleaseDeviceLock(m_ext);
    }
    PVOID m_ext;
    bool m_held;
};

static Movable Make(Ext *ext)
{
    return Movable(ext);
}

void FromFunction(Ext *ext)
{
    Movable made = Make(ext);
    Movable moved = static_cast<Movable &&>(made);
    if (Ask())
        return;
    ext->Mode = 1;
}

class Port
{
  public:
    VP_STATUS Start(ULONG mode)
    {
        VideoPortAcquireDeviceLock(m_ext);
        if (mode > 4)
            return ERROR_INVALID_PARAMETER; // expect: devlock-missing-release
        m_ext->Mode = mode;
        VideoPortReleaseDeviceLock(m_ext);
        return NO_ERROR;
    }

  private:
    Ext *m_ext;
};

void Range(Ext *ext, Ext (&all)[4])
{
    Guard guard(ext);
    for (Ext &each : all)
        if (each.Busy)
            return;
    ext->Mode = 0;
}
